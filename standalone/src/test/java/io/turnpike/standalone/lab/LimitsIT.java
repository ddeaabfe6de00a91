package io.turnpike.standalone.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A quota crossed by a download: the next is slowed in the packet path, the customer is told once, and it can be lifted. */
@NullMarked
@Order(30)
@ExtendWith(LabStack.Provider.class)
class LimitsIT {
    private static final String EIP = "eip-ecs2";
    private static final int QUOTA = 10_000_000;
    private static final int SLOW_BITS = 1_000_000;

    private final LabStack lab;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    LimitsIT(LabStack lab) {
        this.lab = lab;
    }

    private record Delivery(HttpHeaders headers, String body) {}

    @Test
    void shouldSlowWhatIsOverItsQuotaTellOnceAndLift() throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        receiver.createContext("/", this::take);
        receiver.start();
        try {
            JsonNode webhook = lab.turnpike()
                    .must(
                            "webhooks",
                            "add",
                            "http://127.0.0.1:" + receiver.getAddress().getPort() + "/",
                            "--json")
                    .json();
            quota(limit().path("usedOctets").asLong() + QUOTA);
            assertThat(download(12, 60)).isEqualTo(12 << 20);
            long crossed = System.nanoTime();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> {
                        assertThat(limit().path("reason").asText()).isEqualTo("QUOTA");
                        assertThat(limit().path("state").asText()).isEqualTo("applied");
                    });
            System.out.printf(
                    "a quota crossed is a limit applied %.1f s after the download's end%n",
                    (System.nanoTime() - crossed) / 1e9);
            assertThatThePageShowsIt();
            // Four seconds at the limit and a burst, far from what the way carries without one.
            assertThat(download(20, 4)).isLessThan(4 << 20);
            await().atMost(Duration.ofMinutes(2)).until(() -> lab.usage(EIP).octets("DROPPED", "OUT") > 0);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(of("QUOTA_EXCEEDED")).hasSize(1));
            Webhook verifier = new Webhook(webhook.path("secret").asText());
            for (Delivery delivery : deliveries) {
                assertThatCode(() -> verifier.verify(delivery.body(), delivery.headers()))
                        .doesNotThrowAnyException();
            }
            lab.turnpike().must("limits", "lift", EIP);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> limit().path("state").asText().equals("applied")
                            && limit().path("reason").asText().equals("NONE"));
            assertThat(download(20, 60)).isEqualTo(20 << 20);
            assertThat(of("QUOTA_EXCEEDED")).hasSize(1);
        } finally {
            receiver.stop(0);
        }
    }

    private void assertThatThePageShowsIt() throws IOException {
        try (SignedInBrowser browser = new SignedInBrowser(lab)) {
            browser.open("/bandwidth.html?resource=" + EIP + "&range=live");
            assertThat(browser.page().locator("#limit[data-reason=QUOTA]")).isVisible();
            assertThat(browser.page().locator("#quota")).isVisible();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private JsonNode limit() {
        return lab.turnpike()
                .must("limits", "--resource", EIP, "--json")
                .json()
                .path("items")
                .path(0);
    }

    private void quota(long octets) throws IOException {
        Path file = Files.createTempFile("quota", ".yaml");
        Files.writeString(file, """
                resources:
                  - id: eip-ecs2
                    kind: EIP
                    account: acme
                    vpc: 1
                    address: %s
                    boundTo: ecs2
                    quotaOctetsPerMonth: %d
                    overQuotaBitsPerSecond: %d
                """.formatted(Topology.EIP, octets, SLOW_BITS));
        lab.turnpike().must("apply", "-f", file.toString());
        Files.delete(file);
    }

    /** Octets of the body that came in the time. */
    private static long download(int mebibytes, int seconds) throws IOException {
        Command.Result result = Command.attempt(
                Lab.inside(
                        "client1",
                        List.of(
                                "curl",
                                "-s",
                                "-o",
                                "/dev/null",
                                "-w",
                                "%{size_download}",
                                "--max-time",
                                Integer.toString(seconds),
                                "http://" + Topology.EIP + "/" + mebibytes + "MiB")),
                "");
        return Long.parseLong(result.output().strip());
    }

    private List<Delivery> of(String type) {
        return deliveries.stream()
                .filter(delivery -> delivery.body().contains("\"" + type + "\""))
                .toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        deliveries.add(new Delivery(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }
}
