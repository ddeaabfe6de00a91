package io.turnpike.billing.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.turnpike.billing.http.Browser.Visit;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.LiveUsageCodec;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a browser, against the API; the usage store is away, so what is looked for is what the pages say then. */
@QuarkusTest
@QuarkusTestResource(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {
    private static final String ECS = "{'id': 'ecs-web', 'kind': 'ECS', 'account': 'acme', 'vpc': 11,"
            + " 'privateAddress': '10.11.0.1', 'publicAddress': '203.0.113.111', 'publicBandwidth': true}";
    private static final String OF_OTHERS =
            "{'id': 'ecs-others', 'kind': 'ECS', 'account': 'globex', 'vpc': 12," + " 'privateAddress': '10.12.0.1'}";

    @TestHTTPResource("/")
    URI root = URI.create("");

    @ConfigProperty(name = "turnpike.kafka.bootstrap")
    String bootstrap = "";

    private Browser browser;
    private Api api = new Api(root, "");

    @BeforeAll
    void open() {
        browser = new Browser();
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @BeforeEach
    void register() {
        api = new Api(root, Stores.OPERATOR_KEY);
        assertThat(api.apply(ECS, OF_OTHERS).status()).isEqualTo(200);
    }

    private String customerKey() {
        return api.post("/v1/accounts/acme/keys", "").json().get("key").asText();
    }

    private Visit signedIn(String user, String password) {
        Visit visit = browser.visit(root, "en");
        visit.page().navigate("/");
        visit.signIn(user, password);
        visit.page().waitForURL(Pattern.compile(".*\\.html.*"));
        return visit;
    }

    @Test
    void shouldSignInAndOutAndNotLetAnyoneInBetween() {
        Visit visit = browser.visit(root, "en");
        Page page = visit.page();
        page.navigate("/nodes.html?x=1");
        page.waitForURL(root.resolve("/?next=%2Fnodes.html%3Fx%3D1").toString());
        visit.signIn("operator", "wrong");
        assertThat(page.locator(".refusal")).hasText("There is no such user, or this is not its password.");
        visit.signIn("operator", Stores.PASSWORD);
        page.waitForURL(root.resolve("/nodes.html?x=1").toString());
        assertThat(page.locator("nav a")).hasCount(4);
        page.click("#sign-out");
        page.waitForURL(Pattern.compile(".*/\\?next=.*"));
        page.navigate("/finance.html");
        page.waitForURL(Pattern.compile(".*/\\?next=.*"));
        visit.requireQuietBut("401", "503");
    }

    @Test
    void shouldSayThatThereWereTooManyAttempts() {
        Visit visit = browser.visit(root, "en");
        visit.page().navigate("/");
        for (int attempt = 0; attempt < 5; attempt++) {
            visit.page().waitForResponse("**/v1/session", () -> visit.signIn("trudy", "guess"));
        }
        visit.signIn("trudy", "guess");
        assertThat(visit.page().locator(".refusal")).containsText("Too many attempts. Try again in");
        visit.requireQuietBut("401", "429");
    }

    @Test
    void shouldSpeakBothLanguagesAndRememberWhich() {
        Visit visit = signedIn("operator", Stores.PASSWORD);
        Page page = visit.page();
        assertThat(page.locator("h1")).containsText("Charges of");
        page.click("#language");
        assertThat(page.locator("h1")).containsText("费用");
        assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
        page.navigate("/bandwidth.html");
        assertThat(page.locator("h1")).containsText("带宽");
        page.click("#language");
        assertThat(page.locator("h1")).containsText("Bandwidth of");
        visit.requireQuietBut("503");
    }

    @Test
    void shouldSpeakTheLanguageOfTheBrowserFirst() {
        Visit visit = browser.visit(root, "zh-CN");
        visit.page().navigate("/");
        assertThat(visit.page().locator("button[type=submit]")).hasText("登录");
        visit.requireQuietBut();
    }

    @Test
    void shouldHaveEveryWordInBothLanguages() {
        Visit visit = browser.visit(root, "en");
        visit.page().navigate("/");
        Object missing = visit.page().evaluate("""
                async () => {
                  const { texts } = await import('/web/texts.js');
                  const same = key => texts.zh[key] === texts.en[key];
                  return Object.keys(texts.en).filter(key => !(key in texts.zh) || same(key));
                }""");
        assertThat((List<?>) missing).isEmpty();
    }

    @Test
    void shouldSayInWordsThatFiguresCannotBeRead() {
        Visit visit = signedIn("operator", Stores.PASSWORD);
        for (String name : List.of("finance", "bandwidth", "nodes")) {
            visit.page().navigate("/" + name + ".html?range=day");
            assertThat(visit.page().locator("[data-state=unavailable]")).containsText("not lost");
        }
        visit.requireQuietBut("503");
    }

    @Test
    void shouldShowACustomerNothingOfOthers() {
        Visit visit = signedIn("acme", customerKey());
        Page page = visit.page();
        // Other tests of the account leave resources behind; the first of them is shown.
        assertThat(page.locator("h1")).containsText("Bandwidth of");
        assertThat(page.locator("select option[value=ecs-web]")).hasCount(1);
        assertThat(page.locator("nav a")).hasCount(3);
        assertThat(page.locator("select option[value=ecs-others]")).hasCount(0);
        page.navigate("/bandwidth.html?resource=ecs-others");
        assertThat(page.locator("[data-state=unknown]")).isVisible();
        page.navigate("/nodes.html");
        assertThat(page.locator("[data-state=forbidden]")).isVisible();
        page.navigate("/configuration.html?resource=ecs-others");
        assertThat(page.locator("[data-state=unknown]")).isVisible();
        page.navigate("/configuration.html?resource=ecs-web");
        assertThat(page.locator("#declaration")).hasAttribute("readonly", "");
        assertThat(page.locator("#declaration")).hasValue(Pattern.compile("10\\.11\\.0\\.1"));
        assertThat(page.locator("#apply, #check")).hasCount(0);
        for (String path : List.of("/v1/bandwidth?resource=ecs-others", "/v1/live?resource=ecs-others")) {
            assertThat(page.evaluate("path => fetch(path).then(answer => answer.status)", path))
                    .isEqualTo(404);
        }
        visit.requireQuietBut("503", "404");
    }

    @Test
    void shouldShowWhatPassesRightNow(@TempDir Path directory) throws Exception {
        int number = api.get("/v1/resources/ecs-web").json().get("number").asInt();
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap);
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            Visit visit = signedIn("acme", customerKey());
            Page page = visit.page();
            page.navigate("/bandwidth.html?resource=ecs-web&range=live");
            AtomicLong octets = new AtomicLong();
            // One after the other with the browser, which one thread alone may speak to.
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .pollInSameThread()
                    .until(() -> {
                        octets.addAndGet(1_000_000);
                        publish(producer, number, octets.get());
                        return bitsOf(page, "#out-now") > 7_000_000;
                    });
            assertThat(page.locator("#out-now dd").first()).containsText("Mbit/s");
            assertThat(page.locator("#in-now dd").first()).hasText("0 bit/s");
            assertThat(page.locator("#chart canvas")).isVisible();
            visit.requireQuietBut("503");
        }
    }

    private static long bitsOf(Page page, String tile) {
        String bits = page.getAttribute(tile, "data-bits");
        return bits == null || bits.isEmpty() ? 0 : Long.parseLong(bits);
    }

    private static void publish(KafkaProducer<String, byte[]> producer, int number, long octets) {
        LiveCell cell = new LiveCell(
                ObservationPoint.ECS_NIC, number, 1, Direction.OUT, DropReason.NONE, octets, octets / 1_000);
        LiveUsage usage = new LiveUsage("host1", 1, System.currentTimeMillis(), 0, List.of(cell));
        Future<RecordMetadata> _ =
                producer.send(new ProducerRecord<>(Topics.USAGE, usage.node(), LiveUsageCodec.encode(usage)));
    }
}
