package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a packet to a bill line: real clients in the lab, and every figure held against a capture on the client. */
@NullMarked
@Order(10)
@ExtendWith(LabStack.Provider.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoadIT {
    private static final Set<String> BACKENDS = Set.of("ecs1", "ecs2", "ecs5", "ecs6");

    private final LabStack lab;

    RoadIT(LabStack lab) {
        this.lab = lab;
    }

    @Test
    @Order(10)
    void shouldMeterADownloadThroughTheLoadBalancerToTheOctet() throws IOException, InterruptedException {
        Lab.offloads(false);
        lab.requireExact("slb-web", "SLB", Topology.VIP, "/3MiB");
    }

    @Test
    @Order(11)
    void shouldCountAGsoPacketAsItsSegments() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        lab.requireExact("slb-web", "SLB", Topology.VIP, "/40MiB");
    }

    @Test
    @Order(12)
    void shouldSeeTheSameSessionAtTheBackendsAndChargeItOnce() {
        long slbOut = lab.usage("slb-web").octets("SLB", "OUT");
        long slbIn = lab.usage("slb-web").octets("SLB", "IN");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            long out = 0;
            long in = 0;
            for (String backend : BACKENDS) {
                JsonNode items = lab.usage(backend).items();
                out += Usage.sum(
                        items,
                        "octets",
                        i -> Usage.is(i, "INTERNAL", "OUT") && Usage.rule(i).equals("R7"));
                in += Usage.sum(
                        items,
                        "octets",
                        i -> Usage.is(i, "INTERNAL", "IN") && Usage.rule(i).equals("R7"));
                assertThat(Usage.sum(items, "chargeableOctets", i -> true)).isZero();
            }
            assertThat(out).isEqualTo(slbOut);
            assertThat(in).isEqualTo(slbIn);
        });
        JsonNode back = lab.usage("slb-web").items();
        assertThat(Usage.sum(
                        back,
                        "octets",
                        i -> Usage.is(i, "INTERNAL", "OUT") && Usage.rule(i).equals("R3")))
                .isEqualTo(slbOut);
        assertThat(Usage.sum(back, "chargeableOctets", i -> !Usage.rule(i).equals("R1")))
                .isZero();
    }

    @Test
    @Order(20)
    void shouldMeterAnEipAtTheBorderAndNotAtTheEcs() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        lab.requireExact("eip-ecs2", "EIP", Topology.EIP, "/5MiB");
        assertThat(lab.usage("eip-ecs2").items())
                .allSatisfy(i -> assertThat(Usage.rule(i)).isEqualTo("R4"));
        long eip = lab.usage("eip-ecs2").octets("EIP", "OUT");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            JsonNode items = lab.usage("ecs2").items();
            assertThat(Usage.sum(items, "octets", i -> Usage.rule(i).equals("R8") && Usage.is(i, "INTERNAL", "OUT")))
                    .isEqualTo(eip);
            assertThat(Usage.sum(items, "chargeableOctets", i -> true)).isZero();
        });
    }

    @Test
    @Order(21)
    void shouldMeterBandwidthBoughtWithTheEcsAtTheEcs() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        lab.requireExact("ecs4", "ECS", Topology.ECS4_PUBLIC, "/5MiB");
        JsonNode items = lab.usage("ecs4").items();
        assertThat(items).allSatisfy(i -> assertThat(Usage.rule(i)).isEqualTo("R6"));
        assertThat(lab.usage("ecs4").chargeable()).isEqualTo(lab.usage("ecs4").octets("ECS", "OUT"));
    }

    @Test
    @Order(22)
    void shouldChargeNothingToALegacyEcsWhosePublicInterfaceCarriesTraffic() throws IOException {
        for (int turn = 0; turn < BACKENDS.size(); turn++) {
            LabStack.curl("client1", "http://" + Topology.VIP + "/200KiB");
        }
        String link = Command.run(Lab.inside("ecs5", List.of("ip", "-s", "-j", "link", "show", "eth1")), "");
        assertThat(link).contains("stats64");
        long sent = Long.parseLong(link.replaceAll("(?s).*\"tx\":\\{\"bytes\":([0-9]+).*", "$1"));
        assertThat(sent).isGreaterThan(100_000);
        await().atMost(Duration.ofMinutes(1)).until(() -> lab.usage("ecs5").octets("INTERNAL", "OUT") >= sent / 2);
        JsonNode items = lab.usage("ecs5").items();
        assertThat(Usage.sum(items, "octets", i -> i.path("path").asText().equals("ECS")))
                .isZero();
        assertThat(Usage.sum(items, "chargeableOctets", i -> true)).isZero();
    }

    @Test
    @Order(23)
    void shouldRefuseAnEcsWithoutAPublicPathAndCountTheAttempt() throws IOException, InterruptedException {
        long before = lab.usage("ecs6").octets("DENIED", "OUT");
        try (Capture capture = new Capture("ecs6", "10.0.0.16", Topology.CLIENT)) {
            Command.Result result = Command.attempt(
                    Lab.inside("ecs6", List.of("curl", "-s", "--max-time", "2", "http://" + Topology.CLIENT + "/")),
                    "");
            assertThat(result.exitCode()).as("curl's exit code for a time-out").isEqualTo(28);
            Pcap seen = capture.finish();
            assertThat(seen.sentPackets()).isPositive();
            assertThat(seen.receivedPackets()).isZero();
            lab.usage("ecs6").awaitOctets("DENIED", "OUT", before + seen.sentOctets());
        }
        assertThat(lab.usage("ecs6").items())
                .filteredOn(i -> Usage.is(i, "DENIED", "OUT"))
                .allSatisfy(i -> {
                    assertThat(Usage.rule(i)).isEqualTo("R12");
                    assertThat(i.path("chargeableOctets").asLong()).isZero();
                });
    }

    @Test
    @Order(31)
    void shouldChargeIngressFromTheMinuteThatThePlanSays() throws IOException, InterruptedException {
        LabStack.fetch(Topology.VIP, "/1MiB");
        // Far enough ahead for the change to be registered before its minute begins.
        Instant from =
                Instant.now().plusSeconds(15).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        Path plan = Files.createTempFile("plan", ".yaml");
        Files.writeString(plan, """
                plans:
                  - id: standard
                    currency: CNY
                    prices:
                      - {path: SLB, direction: OUT, unit: GB, unitPrice: "0.80"}
                      - {path: EIP, direction: OUT, unit: GB, unitPrice: "0.80"}
                      - {path: ECS, direction: OUT, unit: GB, unitPrice: "0.80"}
                      - {path: SLB, direction: IN, unit: GB, unitPrice: "0.10", from: "%s"}
                """.formatted(from));
        lab.turnpike().must("apply", "-f", plan.toString());
        Files.delete(plan);
        await().atMost(Duration.ofSeconds(90)).until(() -> Instant.now().isAfter(from));
        Pcap after = LabStack.fetch(Topology.VIP, "/1MiB");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode items = lab.usage("slb-web").items();
            assertThat(Usage.sum(
                            items, "octets", i -> isIngress(i) && !Usage.from(i).isBefore(from)))
                    .isEqualTo(after.sentOctets());
            assertThat(Usage.sum(
                            items,
                            "chargeableOctets",
                            i -> isIngress(i) && !Usage.from(i).isBefore(from)))
                    .isEqualTo(after.sentOctets());
            assertThat(Usage.sum(
                            items, "octets", i -> isIngress(i) && Usage.from(i).isBefore(from)))
                    .isPositive();
            assertThat(Usage.sum(
                            items,
                            "chargeableOctets",
                            i -> isIngress(i) && Usage.from(i).isBefore(from)))
                    .isZero();
        });
        JsonNode bill = lab.turnpike()
                .must("bill", "--account", "acme", "--json")
                .json()
                .path("items");
        assertThat(bill).anySatisfy(line -> {
            assertThat(line.path("path").asText()).isEqualTo("SLB");
            assertThat(line.path("direction").asText()).isEqualTo("IN");
            assertThat(line.path("chargeableOctets").asLong()).isEqualTo(after.sentOctets());
        });
    }

    private static boolean isIngress(JsonNode item) {
        return Usage.is(item, "SLB", "IN") && Usage.rule(item).equals("R2");
    }
}
