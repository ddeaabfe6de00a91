package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole road from a packet to a bill line: the product as a user starts it, real clients in the lab, and every figure
 * held against a capture on the client. One start serves all; the order matters only at the end, where it is stopped.
 */
@NullMarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoadIT {
    private static final Set<String> BACKENDS = Set.of("ecs1", "ecs2", "ecs5", "ecs6");

    private final Path data;
    private final Launcher turnpike;

    RoadIT(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) {
        this.data = folder.resolve("data");
        this.turnpike = new Launcher(data);
    }

    @BeforeAll
    void up() {
        turnpike.must("up", "--detach", "--no-traffic");
    }

    @AfterAll
    void down() {
        turnpike.run("down");
    }

    @AfterEach
    void offloadsOnAgain() throws IOException {
        if (Files.exists(Lab.namespace("client1"))) {
            Lab.offloads(true);
        }
    }

    private Usage usage(String resource) {
        return new Usage(turnpike, resource);
    }

    private static void curl(String host, String url) throws IOException {
        Command.run(Lab.inside(host, List.of("curl", "-sS", "-f", "-o", "/dev/null", "--max-time", "100", url)), "");
    }

    /** Fetches and returns what a capture on client1 saw. */
    private static Pcap fetch(String address, String path) throws IOException, InterruptedException {
        try (Capture capture = new Capture("client1", Topology.CLIENT, address)) {
            curl("client1", "http://" + address + path);
            return capture.finish();
        }
    }

    /** Segmentation stays on wherever nodes look; only the last hop is without, so that the capture sees the wire. */
    private static void offloadsOnBeyondTheClient() throws IOException {
        Lab.offloads(true);
        for (String[] end : List.of(new String[] {"client1", "eth0"}, new String[] {"router", "client1"})) {
            Command.run(
                    Lab.inside(end[0], List.of("ethtool", "-K", end[1], "tso", "off", "gso", "off", "gro", "off")), "");
        }
    }

    private void shouldBeExact(String resource, String path, String address, String file)
            throws IOException, InterruptedException {
        long out = usage(resource).octets(path, "OUT");
        long in = usage(resource).octets(path, "IN");
        Pcap seen = fetch(address, file);
        assertThat(seen.receivedOctets()).isGreaterThan(1 << 20);
        usage(resource).awaitOctets(path, "OUT", out + seen.receivedOctets());
        usage(resource).awaitOctets(path, "IN", in + seen.sentOctets());
    }

    @Test
    @Order(10)
    void shouldMeterADownloadThroughTheLoadBalancerToTheOctet() throws IOException, InterruptedException {
        Lab.offloads(false);
        shouldBeExact("slb-web", "SLB", Topology.VIP, "/3MiB");
    }

    @Test
    @Order(11)
    void shouldCountAGsoPacketAsItsSegments() throws IOException, InterruptedException {
        offloadsOnBeyondTheClient();
        shouldBeExact("slb-web", "SLB", Topology.VIP, "/40MiB");
    }

    @Test
    @Order(12)
    void shouldSeeTheSameSessionAtTheBackendsAndChargeItOnce() {
        long slbOut = usage("slb-web").octets("SLB", "OUT");
        long slbIn = usage("slb-web").octets("SLB", "IN");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            long out = 0;
            long in = 0;
            for (String backend : BACKENDS) {
                JsonNode items = usage(backend).items();
                out += Usage.sum(items, "octets", i -> Usage.is(i, "INTERNAL", "OUT") && rule(i).equals("R7"));
                in += Usage.sum(items, "octets", i -> Usage.is(i, "INTERNAL", "IN") && rule(i).equals("R7"));
                assertThat(Usage.sum(items, "chargeableOctets", i -> true)).isZero();
            }
            assertThat(out).isEqualTo(slbOut);
            assertThat(in).isEqualTo(slbIn);
        });
        JsonNode back = usage("slb-web").items();
        assertThat(Usage.sum(back, "octets", i -> Usage.is(i, "INTERNAL", "OUT") && rule(i).equals("R3")))
                .isEqualTo(slbOut);
        assertThat(Usage.sum(back, "chargeableOctets", i -> !rule(i).equals("R1")))
                .isZero();
    }

    private static String rule(JsonNode item) {
        return item.path("rule").asText();
    }

    @Test
    @Order(20)
    void shouldMeterAnEipAtTheBorderAndNotAtTheEcs() throws IOException, InterruptedException {
        offloadsOnBeyondTheClient();
        shouldBeExact("eip-ecs2", "EIP", Topology.EIP, "/5MiB");
        assertThat(usage("eip-ecs2").items())
                .allSatisfy(i -> assertThat(rule(i)).isEqualTo("R4"));
        long eip = usage("eip-ecs2").octets("EIP", "OUT");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            JsonNode items = usage("ecs2").items();
            assertThat(Usage.sum(items, "octets", i -> rule(i).equals("R8") && Usage.is(i, "INTERNAL", "OUT")))
                    .isEqualTo(eip);
            assertThat(Usage.sum(items, "chargeableOctets", i -> true)).isZero();
        });
    }

    @Test
    @Order(21)
    void shouldMeterBandwidthBoughtWithTheEcsAtTheEcs() throws IOException, InterruptedException {
        offloadsOnBeyondTheClient();
        shouldBeExact("ecs4", "ECS", Topology.ECS4_PUBLIC, "/5MiB");
        JsonNode items = usage("ecs4").items();
        assertThat(items).allSatisfy(i -> assertThat(rule(i)).isEqualTo("R6"));
        assertThat(usage("ecs4").chargeable()).isEqualTo(usage("ecs4").octets("ECS", "OUT"));
    }

    @Test
    @Order(22)
    void shouldChargeNothingToALegacyEcsWhosePublicInterfaceCarriesTraffic() throws IOException {
        for (int turn = 0; turn < BACKENDS.size(); turn++) {
            curl("client1", "http://" + Topology.VIP + "/200KiB");
        }
        String link = Command.run(Lab.inside("ecs5", List.of("ip", "-s", "-j", "link", "show", "eth1")), "");
        assertThat(link).contains("stats64");
        long sent = Long.parseLong(link.replaceAll("(?s).*\"tx\":\\{\"bytes\":([0-9]+).*", "$1"));
        assertThat(sent).isGreaterThan(100_000);
        await().atMost(Duration.ofMinutes(1)).until(() -> usage("ecs5").octets("INTERNAL", "OUT") >= sent / 2);
        JsonNode items = usage("ecs5").items();
        assertThat(Usage.sum(items, "octets", i -> i.path("path").asText().equals("ECS")))
                .isZero();
        assertThat(Usage.sum(items, "chargeableOctets", i -> true)).isZero();
    }

    @Test
    @Order(23)
    void shouldRefuseAnEcsWithoutAPublicPathAndCountTheAttempt() throws IOException, InterruptedException {
        long before = usage("ecs6").octets("DENIED", "OUT");
        try (Capture capture = new Capture("ecs6", "10.0.0.16", Topology.CLIENT)) {
            Command.Result result = Command.attempt(
                    Lab.inside("ecs6", List.of("curl", "-s", "--max-time", "2", "http://" + Topology.CLIENT + "/")),
                    "");
            assertThat(result.exitCode()).as("curl's exit code for a time-out").isEqualTo(28);
            Pcap seen = capture.finish();
            assertThat(seen.sentPackets()).isPositive();
            assertThat(seen.receivedPackets()).isZero();
            usage("ecs6").awaitOctets("DENIED", "OUT", before + seen.sentOctets());
        }
        assertThat(usage("ecs6").items())
                .filteredOn(i -> Usage.is(i, "DENIED", "OUT"))
                .allSatisfy(i -> {
                    assertThat(rule(i)).isEqualTo("R12");
                    assertThat(i.path("chargeableOctets").asLong()).isZero();
                });
    }

    @Test
    @Order(30)
    void shouldLoseNothingWhenTheDirectorsProcessIsKilledDuringADownload() throws IOException, InterruptedException {
        offloadsOnBeyondTheClient();
        long out = usage("slb-web").octets("SLB", "OUT");
        long in = usage("slb-web").octets("SLB", "IN");
        try (Capture capture = new Capture("client1", Topology.CLIENT, Topology.VIP)) {
            Process download = new ProcessBuilder(Lab.inside(
                            "client1",
                            List.of(
                                    "curl",
                                    "-sS",
                                    "-f",
                                    "-o",
                                    "/dev/null",
                                    "--limit-rate",
                                    "2M",
                                    "-w",
                                    "%{size_download}",
                                    "http://" + Topology.VIP + "/40MiB")))
                    .start();
            long pid = pid("director1");
            ProcessHandle director = ProcessHandle.of(pid).orElseThrow();
            assertThat(director.destroyForcibly()).isTrue();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> pid("director1") != pid
                            && part("director1").path("state").asText().equals("UP"));
            String size = new String(download.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(download.waitFor()).isZero();
            assertThat(size).isEqualTo(Long.toString(40L << 20));
            Pcap seen = capture.finish();
            usage("slb-web").awaitOctets("SLB", "OUT", out + seen.receivedOctets());
            usage("slb-web").awaitOctets("SLB", "IN", in + seen.sentOctets());
        }
    }

    private JsonNode part(String name) {
        for (JsonNode part : turnpike.run("status", "--json").json().path("parts")) {
            if (part.path("name").asText().equals(name)) {
                return part;
            }
        }
        throw new AssertionError("no part " + name);
    }

    private long pid(String name) {
        return part(name).path("pid").asLong();
    }

    @Test
    @Order(31)
    void shouldChargeIngressFromTheMinuteThatThePlanSays() throws IOException, InterruptedException {
        fetch(Topology.VIP, "/1MiB");
        Instant from = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
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
        turnpike.must("apply", "-f", plan.toString());
        Files.delete(plan);
        await().atMost(Duration.ofSeconds(75)).until(() -> Instant.now().isAfter(from));
        Pcap after = fetch(Topology.VIP, "/1MiB");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode items = usage("slb-web").items();
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
        JsonNode bill =
                turnpike.must("bill", "--account", "acme", "--json").json().path("items");
        assertThat(bill).anySatisfy(line -> {
            assertThat(line.path("path").asText()).isEqualTo("SLB");
            assertThat(line.path("direction").asText()).isEqualTo("IN");
            assertThat(line.path("chargeableOctets").asLong()).isEqualTo(after.sentOctets());
        });
    }

    private static boolean isIngress(JsonNode item) {
        return Usage.is(item, "SLB", "IN") && rule(item).equals("R2");
    }

    @Test
    @Order(40)
    void shouldKeepOctetsInTheCountersWhileTheSpoolsDiskIsFull() throws IOException, InterruptedException {
        offloadsOnBeyondTheClient();
        Path spool = data.resolve("border1").resolve("spool");
        long out = usage("eip-ecs2").octets("EIP", "OUT");
        Command.run(List.of("mount", "-t", "tmpfs", "-o", "size=8k", "full", spool.toString()), "");
        Pcap seen;
        try {
            Files.write(spool.resolve("other"), new byte[8192]);
            seen = fetch(Topology.EIP, "/2MiB");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> part("border1").path("detail").asText().contains("No space left"));
            assertThat(turnpike.run("status").exitCode()).isNotZero();
            assertThat(usage("eip-ecs2").octets("EIP", "OUT")).isEqualTo(out);
        } finally {
            Command.run(List.of("umount", spool.toString()), "");
        }
        usage("eip-ecs2").awaitOctets("EIP", "OUT", out + seen.receivedOctets());
    }

    @Test
    @Order(50)
    void shouldSayWhatIsWrongWithAFileAndWhere() throws IOException {
        Path broken = Files.createTempFile("broken", ".yaml");
        Files.writeString(broken, "resources:\n  - {id: x, kind: EIP\n");
        assertFailure(turnpike.run("apply", "-f", broken.toString()), broken + ":");
        Files.writeString(broken, """
                resources:
                  - {id: eip-9, kind: EIP, account: acme, vpc: 1, address: 203.0.113.20, boundTo: nobody}
                """);
        assertFailure(turnpike.run("apply", "-f", broken.toString()), broken + ":2:");
        Files.delete(broken);
        assertFailure(turnpike.run("apply", "-f", broken.toString()), "no such file");
        assertFailure(turnpike.run("usage", "--resource", "no-such"), "no-such");
        assertFailure(turnpike.run("usage", "--key", "tp_wrong_key_0123456789", "--resource", "slb-web"), "key");
    }

    private static void assertFailure(Launcher.Outcome outcome, String message) {
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(1);
        assertThat(outcome.err()).contains(message).doesNotContain("Exception");
    }

    /** Not a message a node could write: what matters is that nothing stops for it. */
    @Test
    @Order(51)
    void shouldKeepAnUnreadableBatchAsideAndGoOn() throws IOException, InterruptedException {
        byte[] newer = FlowBatchCodec.encode(
                new FlowBatch(new BatchHeader("border1", 1, 0, 1, 0, 10_000, 1), List.of(), List.of(), List.of()));
        newer[4] = (byte) (FlowBatchCodec.VERSION + 1);
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, newer.length - 4);
        ByteBuffer.wrap(newer).putInt(newer.length - 4, (int) crc.getValue());
        try (Topic topic = new Topic(part("kafka").path("port").asInt())) {
            topic.send(Topics.FLOWS, "border1", new byte[] {1, 2, 3});
            topic.send(Topics.FLOWS, "border1", newer);
            assertThat(topic.awaitReasons(Topics.FLOWS_DEAD_LETTER, 2))
                    .anyMatch(reason -> reason.startsWith("BROKEN"))
                    .anyMatch(reason -> reason.startsWith("UNKNOWN_VERSION"));
        }
        offloadsOnBeyondTheClient();
        shouldBeExact("eip-ecs2", "EIP", Topology.EIP, "/2MiB");
    }

    @Test
    @Order(52)
    void shouldRestartAPartThatDiesAndSaySo() {
        long pid = pid("metering-job");
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> pid("metering-job") != pid
                        && part("metering-job").path("state").asText().equals("UP"));
        assertThat(part("metering-job").path("restarts").asInt()).isEqualTo(1);
        assertThat(data.resolve("logs").resolve("supervisor.log")).content().contains("metering-job");
    }

    @Test
    @Order(90)
    void shouldLeaveNothingBehindAndContinueOnTheSameData() throws IOException {
        long before = usage("slb-web").octets("SLB", "OUT");
        Set<Long> pids = new TreeSet<>();
        turnpike.must("status", "--json")
                .json()
                .path("parts")
                .forEach(p -> pids.add(p.path("pid").asLong()));
        turnpike.must("down");
        assertThat(pids).allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(Command.run(List.of("ip", "netns", "list"), "")).doesNotContain("tp-");
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain("turnpike-lab");
        assertThat(Lab.pins()).doesNotExist();

        turnpike.must("up", "--detach", "--no-traffic");
        assertThat(usage("slb-web").octets("SLB", "OUT")).isEqualTo(before);
        assertThat(turnpike.must("get", "resources", "--json").json().path("items"))
                .anySatisfy(r -> assertThat(r.path("id").asText()).isEqualTo("slb-web"));
        turnpike.must("status");
    }
}
