package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong on the road, on purpose: a clear word, and nothing lost. */
@NullMarked
@Order(50)
@ExtendWith(LabStack.Provider.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
    private final LabStack lab;

    FaultsIT(LabStack lab) {
        this.lab = lab;
    }

    @Test
    @Order(30)
    void shouldLoseNothingWhenTheDirectorsProcessIsKilledDuringADownload() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        lab.requireExactOverKillOf("director1");
    }

    @Test
    @Order(40)
    void shouldKeepOctetsInTheCountersWhileTheSpoolsDiskIsFull() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        // The one that owns this EIP.
        Path spool = lab.data().resolve("border2").resolve("spool");
        long out = lab.usage("eip-ecs2").octets("EIP", "OUT");
        Command.run(List.of("mount", "-t", "tmpfs", "-o", "size=8k", "full", spool.toString()), "");
        Pcap seen;
        try {
            Files.write(spool.resolve("other"), new byte[8192]);
            seen = LabStack.fetch(Topology.EIP, "/2MiB");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> lab.part("border2").path("detail").asText().contains("No space left"));
            assertThat(lab.turnpike().run("status").exitCode()).isNotZero();
            assertThat(lab.usage("eip-ecs2").octets("EIP", "OUT")).isEqualTo(out);
        } finally {
            Command.run(List.of("umount", spool.toString()), "");
        }
        lab.usage("eip-ecs2").awaitOctets("EIP", "OUT", out + seen.receivedOctets());
    }

    @Test
    @Order(50)
    void shouldSayWhatIsWrongWithAFileAndWhere() throws IOException {
        Path broken = Files.createTempFile("broken", ".yaml");
        Files.writeString(broken, "resources:\n  - {id: x, kind: EIP\n");
        assertFailure(lab.turnpike().run("apply", "-f", broken.toString()), broken + ":");
        Files.writeString(broken, """
                resources:
                  - {id: eip-9, kind: EIP, account: acme, vpc: 1, address: 203.0.113.20, boundTo: nobody}
                """);
        assertFailure(lab.turnpike().run("apply", "-f", broken.toString()), broken + ":2:");
        Files.delete(broken);
        assertFailure(lab.turnpike().run("apply", "-f", broken.toString()), "no such file");
        assertFailure(lab.turnpike().run("usage", "--resource", "no-such"), "no-such");
        assertFailure(lab.turnpike().run("usage", "--key", "tp_wrong_key_0123456789", "--resource", "slb-web"), "key");
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
        try (Topic topic = new Topic(lab.part("kafka").path("port").asInt())) {
            topic.send(Topics.FLOWS, "border1", new byte[] {1, 2, 3});
            topic.send(Topics.FLOWS, "border1", newer);
            assertThat(topic.awaitReasons(Topics.FLOWS_DEAD_LETTER, 2))
                    .anyMatch(reason -> reason.startsWith("BROKEN"))
                    .anyMatch(reason -> reason.startsWith("UNKNOWN_VERSION"));
        }
        LabStack.offloadsOnBeyondTheClient();
        lab.requireExact("eip-ecs2", "EIP", Topology.EIP, "/2MiB");
    }

    @Test
    @Order(52)
    void shouldRestartAPartThatDiesAndSaySo() throws IOException, InterruptedException {
        long pid = lab.pid("metering-job");
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> lab.pid("metering-job") != pid
                        && lab.part("metering-job").path("state").asText().equals("UP"));
        assertThat(lab.part("metering-job").path("restarts").asInt()).isEqualTo(1);
        assertThat(lab.data().resolve("logs").resolve("supervisor.log"))
                .content()
                .contains("metering-job");
        LabStack.offloadsOnBeyondTheClient();
        lab.requireExact("eip-ecs2", "EIP", Topology.EIP, "/2MiB");
    }
}
