package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The conservation audit over real nodes: exact, and when a machine is lost it says what nobody will ever know. */
@NullMarked
@Order(65)
@ExtendWith(LabStack.FreshProvider.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditIT {
    private static final List<String> DIRECTORS = List.of("director1", "director2");
    private static final String TO_ROUTER = "eth0";

    private final LabStack lab;

    AuditIT(LabStack lab) {
        this.lab = lab;
    }

    private JsonNode audit(String... words) {
        List<String> all = new ArrayList<>(List.of("audit", "--json"));
        all.addAll(List.of(words));
        return lab.turnpike().run(all.toArray(String[]::new)).json();
    }

    private static JsonNode total(JsonNode audit, String node, String interfaceName, String direction) {
        return audit.path("totals")
                .valueStream()
                .filter(total -> total.path("node").asText().equals(node)
                        && total.path("interfaceName").asText().equals(interfaceName)
                        && total.path("direction").asText().equals(direction))
                .findFirst()
                .orElseThrow(() -> new AssertionError(node + " " + interfaceName + " " + direction + ": " + audit));
    }

    private static long sessions(JsonNode audit, String direction) {
        return DIRECTORS.stream()
                .mapToLong(node -> total(audit, node, TO_ROUTER, direction)
                        .path("sessionOctets")
                        .asLong())
                .sum();
    }

    /** Every interface of every node: all that it counted has a fate, and all that has one is in records. */
    private static void requireExact(JsonNode audit) {
        assertThat(audit.path("totals").valueStream())
                .isNotEmpty()
                .allSatisfy(total -> assertThat(total.path("differenceOctets").asLong())
                        .as(total.toString())
                        .isZero());
    }

    private void download(String director, int firstPort) throws IOException {
        int port = Spread.portTo(director, "tcp", firstPort, Topology.VIP, 80);
        Command.run(Download.of("/5MiB", port).command(), "");
    }

    @Test
    @Order(10)
    void shouldBeExactOverBothDirectorsPerNodeAndInterface() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        lab.awaitQuietLedger();
        String begin = Instant.now().toString();
        JsonNode before = audit();
        Pcap seen;
        try (Capture capture = new Capture("client1", Topology.CLIENT, Topology.VIP)) {
            for (String director : DIRECTORS) {
                download(director, 41_000);
            }
            seen = capture.finish();
        }
        assertThat(seen.receivedOctets()).isGreaterThan(10L << 20);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    JsonNode now = audit("--from", begin);
                    assertThat(sessions(now, "IN") - sessions(before, "IN")).isEqualTo(seen.sentOctets());
                    assertThat(sessions(now, "OUT") - sessions(before, "OUT")).isEqualTo(seen.receivedOctets());
                    assertThat(now.path("open").asInt())
                            .as(now.path("items").toString())
                            .isZero();
                    requireExact(now);
                });
        for (String director : DIRECTORS) {
            assertThat(total(audit(), director, "records", "BOTH")
                            .path("accountedOctets")
                            .asLong())
                    .isGreaterThan(5L << 20);
        }
        Launcher.Outcome table = lab.turnpike().must("audit", "--from", begin);
        assertThat(table.out()).contains("COUNTED", "director2");
    }

    /** A process that is killed is no loss: its counters are pinned. */
    @Test
    @Order(20)
    void shouldFindNothingWhenOnlyTheProcessIsLost() throws IOException {
        long pid = lab.pid("border1");
        Instant killed = Instant.now();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        lab.awaitUpAgain("border1", pid);
        awaitReportedSince("border1", Instant.now());
        assertThat(audit("--node", "border1", "--from", killed.toString())
                        .path("open")
                        .asInt())
                .isZero();
    }

    private void awaitReportedSince(String node, Instant time) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> lab.turnpike()
                        .must("get", "nodes", "--json")
                        .json()
                        .path("items")
                        .valueStream()
                        .anyMatch(item -> item.path("node").asText().equals(node)
                                && Instant.parse(item.path("intervalEnd").asText())
                                        .isAfter(time)));
    }

    /** What it had counted since its last report went with it; all else is exact, and the hole is written off by name. */
    @Test
    @Order(30)
    void shouldListOneHoleWhenAMachineIsLostWithItsCounters() throws IOException {
        Instant lost = loseMachine("director2");
        awaitReportedSince("director2", Instant.now().plusSeconds(10));
        download("director1", 42_000);
        JsonNode holes = audit("--status", "OPEN", "--from", lost.toString()).path("items");
        assertThat(holes).hasSize(1);
        JsonNode hole = holes.get(0);
        assertThat(hole.path("kind").asText()).isEqualTo("HOLE");
        assertThat(hole.path("node").asText()).isEqualTo("director2");
        assertThat(hole.path("octets").isNull()).isTrue();
        assertThat(Instant.parse(hole.path("from").asText())).isBeforeOrEqualTo(lost);
        assertThat(Instant.parse(hole.path("until").asText())).isAfter(lost);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() -> requireExact(audit()));
        requireWriteOff(hole.path("id").asText(), lost.toString());
    }

    /** Stopped first, so that nobody is there to see how it goes; says when. */
    private Instant loseMachine(String node) throws IOException {
        long pid = lab.pid(node);
        Path pins = Lab.pins().resolve(node);
        Path spool = lab.data().resolve(node).resolve("spool");
        Command.run(List.of("kill", "-STOP", Long.toString(pid)), "");
        Instant stopped = Instant.now();
        Command.run(List.of("rm", "-rf", pins.toString(), spool.toString()), "");
        Command.run(List.of("kill", "-KILL", Long.toString(pid)), "");
        lab.awaitUpAgain(node, pid);
        return stopped;
    }

    private void requireWriteOff(String id, String from) {
        assertThat(lab.turnpike().run("audit", "--from", from).exitCode()).isEqualTo(1);
        JsonNode off = lab.turnpike()
                .must("audit", "write-off", id, "--reason", "the machine is gone", "--json")
                .json();
        assertThat(off.path("status").asText()).isEqualTo("WRITTEN_OFF");
        assertThat(off.path("writeOff").path("reason").asText()).isEqualTo("the machine is gone");
        assertThat(lab.turnpike().run("audit", "--from", from).exitCode()).isZero();
        Launcher.Outcome again = lab.turnpike().run("audit", "write-off", id, "--reason", "again");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("is not open: it is WRITTEN_OFF");
    }
}
