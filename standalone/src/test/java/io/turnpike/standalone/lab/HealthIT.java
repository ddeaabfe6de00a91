package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener with servers that are dead: no client meets them, and the probes that find out cost nobody anything. */
@NullMarked
@Order(55)
@ExtendWith(LabStack.Provider.class)
class HealthIT {
    private static final String BALANCER = "slb-health";
    private static final String VIP = "203.0.113.14";
    private static final int CONNECTIONS = 20;
    private static final String LISTENER = "{resource=\"slb-health\",protocol=\"TCP\",port=\"80\"}";
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final LabStack lab;

    HealthIT(LabStack lab) {
        this.lab = lab;
    }

    @AfterEach
    void stopProbing() throws IOException {
        declare("", 80);
    }

    @Test
    void shouldSendClientsOnlyToServersThatAnswer() throws IOException {
        Command.run(Lab.inside("router", List.of("ip", "route", "replace", VIP, "via", "192.0.2.2")), "");
        declare(
                "healthCheck: {type: HTTP, intervalSeconds: 1, timeoutSeconds: 1, "
                        + "healthyThreshold: 2, unhealthyThreshold: 2}",
                81);
        awaitServers(1, 1);
        for (int i = 0; i < CONNECTIONS; i++) {
            LabStack.curl("client1", "http://" + VIP + "/1KiB");
        }
        requireProbesThatAreFree("ecs1");
        requireProbesThatAreFree(BALANCER);
        // The same check at a port where nothing listens: the server that was good is dead too.
        declare(
                "healthCheck: {type: TCP, port: 81, intervalSeconds: 1, timeoutSeconds: 1, "
                        + "healthyThreshold: 2, unhealthyThreshold: 2}",
                81);
        awaitServers(0, 2);
        assertThat(LabStack.attempt("client1", "http://" + VIP + "/1KiB")).isNotZero();
    }

    private void declare(String healthCheck, int otherPort) throws IOException {
        Path file = Files.createTempFile("health", ".yaml");
        Files.writeString(file, """
                resources:
                  - id: %s
                    kind: SLB
                    account: acme
                    vpc: 1
                    address: %s
                    listeners:
                      - protocol: TCP
                        port: 80
                        %s
                        backends:
                          - {resource: ecs1, port: 80, weight: 100}
                          - {resource: ecs6, port: %d, weight: 100}
                """.formatted(BALANCER, VIP, healthCheck, otherPort));
        lab.turnpike().must("apply", "-f", file.toString());
        Files.delete(file);
    }

    private void awaitServers(long healthy, long unhealthy) {
        await().atMost(WINDOW).ignoreExceptions().untilAsserted(() -> {
            assertThat(lab.metric("director1", "HealthyServerCount" + LISTENER)).isEqualTo(healthy);
            assertThat(lab.metric("director1", "UnhealthyServerCount" + LISTENER))
                    .isEqualTo(unhealthy);
        });
    }

    private void requireProbesThatAreFree(String resource) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    JsonNode items = lab.usage(resource).items();
                    for (String direction : List.of("OUT", "IN")) {
                        assertThat(Usage.sum(items, "octets", item -> isProbe(item, direction)))
                                .isPositive();
                    }
                    assertThat(Usage.sum(
                                    items,
                                    "chargeableOctets",
                                    item -> Usage.rule(item).equals("R9")))
                            .isZero();
                });
    }

    private static boolean isProbe(JsonNode item, String direction) {
        return Usage.is(item, "INTERNAL", direction) && Usage.rule(item).equals("R9");
    }
}
