package io.turnpike.standalone.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real traffic on the pages: a browser shows the octets that the command line shows. */
@NullMarked
@Order(45)
@ExtendWith(LabStack.Provider.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesIT {
    private static final Duration PROMISE = Duration.ofMinutes(2);
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final LabStack lab;
    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Browser chromium = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(QUIET));
    private final Page page = chromium.newPage();

    PagesIT(LabStack lab) {
        this.lab = lab;
    }

    @BeforeAll
    void signIn() throws IOException {
        JsonNode links = lab.turnpike().must("status", "--json").json().path("links");
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(links.path("url").asText());
        page.fill("#user", "operator");
        page.fill(
                "#password",
                Files.readString(Path.of(links.path("passwordFile").asText())).strip());
        page.click("button[type=submit]");
        page.waitForURL("**/finance.html");
    }

    @AfterAll
    void close() {
        chromium.close();
        playwright.close();
    }

    private void open(String path) {
        page.navigate(page.url().replaceFirst("(https?://[^/]+).*", "$1" + path));
    }

    private static long octets(Locator cell, String name) {
        String value = cell.first().getAttribute(name);
        return value == null || value.isEmpty() ? 0 : Long.parseLong(value);
    }

    private JsonNode usageOf(String account) {
        return lab.turnpike()
                .must("usage", "--account", account, "--json")
                .json()
                .path("items");
    }

    /** First, while nothing else of the load balancer is on its way to the ledger. */
    @Test
    @Order(1)
    void shouldShowTheOctetsOfADownloadOnTheBillAndOnTheChart() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        lab.requireExact("slb-web", "SLB", Topology.VIP, "/5MiB");
        long slb = Usage.sum(usageOf("acme"), "octets", item -> Usage.is(item, "SLB", "OUT"));
        open("/finance.html?month=");
        Locator cell = page.locator("td[data-account=acme][data-path=SLB][data-direction=OUT]");
        assertThat(octets(cell, "data-octets")).isEqualTo(slb);
        open("/bandwidth.html?resource=slb-web&range=day");
        assertThat(octets(page.locator("#octets"), "data-out"))
                .isEqualTo(lab.usage("slb-web").octets("SLB", "OUT"));
        assertThat(page.locator("#chart")).isVisible();
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldShowWhatIsOnNoBillAndWhy() throws IOException {
        LabStack.attempt("ecs6", "http://" + Topology.CLIENT + "/");
        await().atMost(PROMISE).pollInSameThread().untilAsserted(() -> {
            long denied = Usage.sum(
                    usageOf("acme"),
                    "octets",
                    item -> item.path("path").asText().equals("DENIED"));
            open("/finance.html");
            Locator cell = page.locator("td[data-path=DENIED][data-reason=NO_PUBLIC_PATH][data-account=acme]");
            assertThat(cell).isVisible();
            assertThat(octets(cell, "data-octets")).isEqualTo(denied).isPositive();
        });
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldMoveWhileADownloadRuns() throws IOException {
        open("/bandwidth.html?resource=slb-web&range=live");
        Process download = new ProcessBuilder(Lab.inside(
                        "client1",
                        List.of(
                                "curl",
                                "-s",
                                "-o",
                                "/dev/null",
                                "--limit-rate",
                                "2M",
                                "--max-time",
                                "60",
                                "http://" + Topology.VIP + "/100MiB")))
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .pollInSameThread()
                    .untilAsserted(() -> assertThat(octets(page.locator("#out-now"), "data-bits"))
                            .isGreaterThan(5_000_000));
        } finally {
            download.destroy();
        }
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(octets(page.locator("#out-now"), "data-bits"))
                        .isLessThan(5_000_000));
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldShowEveryNodeWithoutHoles() {
        open("/nodes.html");
        for (JsonNode node :
                lab.turnpike().must("get", "nodes", "--json").json().path("items")) {
            assertThat(page.locator("td[data-node=" + node.path("node").asText() + "]"))
                    .isVisible();
        }
        assertThat(complaints).isEmpty();
    }
}
