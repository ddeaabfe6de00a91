package io.turnpike.standalone.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real traffic on the pages: a browser shows the octets that the command line shows. */
@NullMarked
@Order(43)
@ExtendWith(LabStack.Provider.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesIT {
    private static final Duration PROMISE = Duration.ofMinutes(2);
    private final LabStack lab;
    private final SignedInBrowser browser;
    private final Page page;

    PagesIT(LabStack lab) throws IOException {
        this.lab = lab;
        this.browser = new SignedInBrowser(lab);
        this.page = browser.page();
    }

    @AfterAll
    void close() {
        browser.close();
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
        browser.open("/finance.html?month=");
        Locator cell = page.locator("td[data-account=acme][data-path=SLB][data-direction=OUT]");
        assertThat(SignedInBrowser.number(cell, "data-octets")).isEqualTo(slb);
        browser.open("/bandwidth.html?resource=slb-web&range=day");
        assertThat(SignedInBrowser.number(page.locator("#octets"), "data-out"))
                .isEqualTo(lab.usage("slb-web").octets("SLB", "OUT"));
        assertThat(page.locator("#chart")).isVisible();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowWhatIsOnNoBillAndWhy() throws IOException {
        LabStack.attempt("ecs6", "http://" + Topology.CLIENT + "/");
        await().atMost(PROMISE).pollInSameThread().untilAsserted(() -> {
            long denied = Usage.sum(
                    usageOf("acme"),
                    "octets",
                    item -> item.path("path").asText().equals("DENIED"));
            browser.open("/finance.html");
            Locator cell = page.locator("td[data-path=DENIED][data-reason=NO_PUBLIC_PATH][data-account=acme]");
            assertThat(cell).isVisible();
            assertThat(SignedInBrowser.number(cell, "data-octets"))
                    .isEqualTo(denied)
                    .isPositive();
        });
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldMoveWhileADownloadRuns() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        long out = lab.usage("slb-web").octets("SLB", "OUT");
        try (Capture capture = new Capture("client1", Topology.CLIENT, Topology.VIP)) {
            watchADownload();
            // What was live is on the bill in the end, to the octet; and nothing of it arrives in the next test.
            lab.usage("slb-web")
                    .awaitOctets("SLB", "OUT", out + capture.finish().receivedOctets());
        }
    }

    private void watchADownload() throws IOException {
        browser.open("/bandwidth.html?resource=slb-web&range=live");
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
                    .untilAsserted(() -> assertThat(SignedInBrowser.number(page.locator("#out-now"), "data-bits"))
                            .isGreaterThan(5_000_000));
        } finally {
            download.destroy();
        }
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(SignedInBrowser.number(page.locator("#out-now"), "data-bits"))
                        .isLessThan(5_000_000));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowEveryNodeWithoutHoles() {
        browser.open("/nodes.html");
        for (JsonNode node :
                lab.turnpike().must("get", "nodes", "--json").json().path("items")) {
            assertThat(page.locator("td[data-node=" + node.path("node").asText() + "]"))
                    .isVisible();
        }
        assertThat(page.locator("#findings")).isVisible();
        assertThat(browser.complaints()).isEmpty();
    }
}
