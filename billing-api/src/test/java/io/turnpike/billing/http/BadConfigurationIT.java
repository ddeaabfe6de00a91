package io.turnpike.billing.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.turnpike.billing.http.UsageFeed.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.turnpike.billing.http.Api.Answer;
import io.turnpike.billing.http.Browser.Visit;
import io.turnpike.billing.http.CommandLineClient.Outcome;
import io.turnpike.billing.registry.Certificates;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad configuration, by each of the three ways to declare one: the API, the command line and the page. */
@QuarkusTest
@QuarkusTestResource(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadConfigurationIT {
    private static final Pattern CHINESE = Pattern.compile("[\u4e00-\u9fff]");

    @TestHTTPResource("/")
    URI root = URI.create("");

    @ConfigProperty(name = "turnpike.kafka.bootstrap")
    String bootstrap = "";

    @Inject
    @Nullable
    DataSource dataSource;

    private Api api = new Api(root, "");
    private Path directory = Path.of("");
    private CommandLineClient client = new CommandLineClient(api, directory);
    private List<BadConfiguration> all = List.of();
    private @Nullable KafkaBroker broker;
    private @Nullable Browser browser;
    private @Nullable Visit english;
    private @Nullable Visit chinese;

    @BeforeAll
    void open() throws Exception {
        // One of JUnit's own does not arrive here by way of Quarkus.
        directory = Files.createTempDirectory("turnpike");
        Certificates certificates = new Certificates(directory);
        certificates.make("site", "-keyalg", "EC", "-validity", "30");
        all = BadConfiguration.all(Certificates.pem(certificates.chain("site")));
        broker = KafkaBroker.start(directory.resolve("kafka"), bootstrap);
        browser = new Browser();
    }

    @AfterAll
    void close() throws IOException {
        Objects.requireNonNull(browser).close();
        Objects.requireNonNull(broker).close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    @BeforeEach
    void declare() {
        api = new Api(root, Stores.OPERATOR_KEY);
        client = new CommandLineClient(api, directory);
        assertThat(api.apply(BadConfiguration.BEFORE).status()).isEqualTo(200);
        if (english == null) {
            english = signedIn("en");
            chinese = signedIn("zh-CN");
        }
    }

    private Visit signedIn(String locale) {
        Visit visit = Objects.requireNonNull(browser).visit(root, locale);
        visit.page().navigate("/?next=%2Fconfiguration.html");
        visit.signIn("operator", Stores.PASSWORD);
        visit.page().waitForURL("**/configuration.html");
        return visit;
    }

    private static String document(String resource) {
        return "{'resources': [" + resource + "]}";
    }

    private long version() {
        return api.post("/v1/apply?dryRun=true", "{}")
                .json()
                .get("registryVersion")
                .asLong();
    }

    /** Has the page ask for this, by one of its buttons; gives what it says then. */
    private static Locator ask(@Nullable Visit visit, String resource, String button) {
        Page page = Objects.requireNonNull(visit).page();
        page.navigate("/configuration.html?resource=new:EIP");
        page.fill("#declaration", resource.replace('\'', '"'));
        page.click(button);
        return page.locator("#result");
    }

    List<BadConfiguration> all() {
        return all;
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeRefusedByTheApi(BadConfiguration bad) {
        long before = version();
        for (String path : List.of("/v1/apply?dryRun=true", "/v1/apply")) {
            Answer answer = api.post(path, document(bad.resource()));
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(422);
            assertThat(answer.json().get("errors")).hasSize(1);
            assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(bad.pointer());
            assertThat(answer.json().at("/errors/0/detail").asText()).contains(bad.detail());
        }
        assertThat(version()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeRefusedByTheCommandLine(BadConfiguration bad) throws Exception {
        Outcome outcome = client.apply(document(bad.resource()));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines().toList())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst())
                        .matches(".*declaration\\.json:1:\\d+: .*")
                        .contains(bad.detail())
                        .endsWith("(" + bad.pointer() + ")"))
                .endsWith("turnpike: nothing was applied: 1 error");
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeRefusedByThePage(BadConfiguration bad) {
        for (String button : List.of("#check", "#apply")) {
            Locator result = ask(english, bad.resource(), button);
            assertThat(result).containsText("Nothing was changed: there is a problem.");
            assertThat(result.locator("tbody tr")).hasCount(1);
            assertThat(result.locator("[data-pointer='" + bad.pointer() + "']"))
                    .hasText(bad.field().substring(1));
            assertThat(result.locator("td.wrap")).containsText(bad.detail());
        }
        assertThat(ask(chinese, bad.resource(), "#apply").locator("td.wrap")).hasText(CHINESE);
        Objects.requireNonNull(english).requireQuietBut("422");
        Objects.requireNonNull(chinese).requireQuietBut("422");
    }

    @Test
    void shouldTellOfEveryProblemAtOnce() throws Exception {
        String bad = "{'id': 'eip-bad', 'kind': 'EIP', 'account': 'nobody', 'vpc': 60, 'address': '10.0.0.1',"
                + " 'boundTo': 'ecs-gone'}";
        assertThat(api.post("/v1/apply", document(bad)).json().get("errors")).hasSize(3);
        assertThat(client.apply(document(bad)).err())
                .contains("(/resources/0/account)", "(/resources/0/address)", "(/resources/0/boundTo)")
                .contains("nothing was applied: 3 errors");
        Locator result = ask(english, bad, "#apply");
        assertThat(result).containsText("there are 3 problems");
        assertThat(result.locator("tbody tr")).hasCount(3);
    }

    @Test
    void shouldSayWhatIsNotJson() throws Exception {
        assertThat(api.post("/v1/apply", "{'resources': [").status()).isEqualTo(400);
        Outcome outcome = client.apply("{'resources': [");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("declaration.json:1:");
        assertThat(ask(english, "{'id': ", "#apply")).containsText("This is not JSON, so it was not sent");
    }

    @Test
    void shouldWriteNothingInADryRun() throws Exception {
        long before = version();
        String eip = "{'id': 'eip-dry', 'kind': 'EIP', 'account': 'acme', 'vpc': 60, 'address': '203.0.113.164'}";
        JsonNode dry = api.post("/v1/apply?dryRun=true", document(eip)).json();
        assertThat(dry.at("/changed/0/change").asText()).isEqualTo("created");
        assertThat(dry.get("dryRun").asBoolean()).isTrue();
        assertThat(client.apply(document(eip), "--dry-run").out())
                .isEqualTo("resource eip-dry: would be created\nnothing was written: registry version is still "
                        + before + "\n");
        assertThat(ask(english, eip, "#check")).containsText("eip-dry would be created");
        assertThat(api.get("/v1/resources/eip-dry").status()).isEqualTo(404);
        assertThat(version()).isEqualTo(before);
        assertThat(api.post("/v1/apply?dryRun=maybe", document(eip)).status()).isEqualTo(400);
        assertThat(ask(english, eip, "#apply")).containsText("eip-dry was created");
        assertThat(Objects.requireNonNull(english).page().locator("option[value=eip-dry]"))
                .hasCount(1);
        assertThat(api.get("/v1/resources/eip-dry").status()).isEqualTo(200);
        assertThat(ask(english, eip, "#apply")).containsText("nothing changes");
    }

    /** It is no mistake in itself, so it is taken; but whoever declares it hears at once what it does. */
    @Test
    void shouldTakeAQuotaBelowTheUseOfTheMonthAndSaySo() throws Exception {
        LimitedEip eip = LimitedEip.declare(
                api, Objects.requireNonNull(dataSource), "eip-below", 9, "'quotaOctetsPerMonth': 10000000");
        try (UsageFeed feed = new UsageFeed(bootstrap)) {
            feed.report(EPOCH + 9, 0, eip.out(5_000_000));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> limit().path("usedOctets").asLong() == 5_000_000);
            String lower = api.get("/v1/resources/eip-below/declaration")
                    .response()
                    .body()
                    .replace("10000000", "4000000");
            String said = "is used up already: 5000000 octets went out in";
            String then = "the resource is slowed to 1000000 bit/s at once";
            JsonNode dry = api.post("/v1/apply?dryRun=true", document(lower)).json();
            assertThat(dry.at("/warnings/0/pointer").asText()).isEqualTo("/resources/0/quotaOctetsPerMonth");
            assertThat(dry.at("/warnings/0/detail").asText()).contains(said, then);
            assertThat(limit().get("reason").asText()).isEqualTo("NONE");
            Outcome outcome = client.apply(document(lower), "--dry-run");
            assertThat(outcome.exit()).isZero();
            assertThat(outcome.err()).contains(": warning: " + said, then, "(/resources/0/quotaOctetsPerMonth)");
            Locator result = ask(english, lower, "#apply");
            assertThat(result).containsText("eip-below was changed");
            assertThat(result.locator("[data-pointer='/resources/0/quotaOctetsPerMonth']"))
                    .hasText("quotaOctetsPerMonth");
            assertThat(result).containsText(then);
            assertThat(ask(chinese, lower, "#check")).containsText("立即限速为 1000000 bit/s");
            assertThat(limit().get("reason").asText()).isEqualTo("QUOTA");
            assertThat(limit().get("outBitsPerSecond").asLong()).isEqualTo(1_000_000);
        }
    }

    private JsonNode limit() {
        return api.get("/v1/limits?resource=eip-below").json().at("/items/0");
    }
}
