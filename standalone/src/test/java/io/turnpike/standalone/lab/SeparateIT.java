package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** As on many machines: the job on a Flink cluster, three brokers; each of them dies, and no octet is lost or doubled. */
@NullMarked
@Order(70)
@ExtendWith(LabStack.SeparateProvider.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeparateIT {
    private final LabStack lab;

    SeparateIT(LabStack lab) {
        this.lab = lab;
    }

    @BeforeEach
    void offloads() throws IOException {
        LabStack.offloadsOnBeyondTheClient();
    }

    @Test
    @Order(10)
    void shouldMeterADownloadThroughTheLoadBalancerToTheOctet() throws IOException, InterruptedException {
        lab.requireExact("slb-web", "SLB", Topology.VIP, "/20MiB");
        assertThat(lab.part("metering-job").path("detail").asText()).isEqualTo("job RUNNING");
    }

    @Test
    @Order(20)
    void shouldGoOnFromACheckpointWhenATaskManagerIsKilled() throws IOException, InterruptedException {
        lab.requireExactOverKillOf("taskmanager1");
        assertThat(lab.part("metering-job").path("restarts").asInt()).isZero();
        requireRestoredFromCheckpoint();
    }

    @Test
    @Order(30)
    void shouldLoseNothingWhenABrokerIsKilled() throws IOException, InterruptedException {
        lab.requireExactOverKillOf("kafka2");
    }

    @Test
    @Order(40)
    void shouldGoOnFromTheNewestCheckpointWhenTheJobManagerIsKilled() throws IOException, InterruptedException {
        lab.requireExactOverKillOf("metering-job");
        requireRestoredFromCheckpoint();
    }

    private void requireRestoredFromCheckpoint() throws IOException {
        String jobs =
                "http://127.0.0.1:" + lab.part("metering-job").path("port").asInt() + "/jobs/";
        String job = answer(jobs + "overview").at("/jobs/0/jid").asText();
        assertThat(answer(jobs + job + "/checkpoints")
                        .at("/latest/restored/external_path")
                        .asText())
                .contains(lab.data().resolve("metering-job/checkpoints") + "/")
                .contains("/chk-");
    }

    private static JsonNode answer(String url) throws IOException {
        return new ObjectMapper().readTree(Command.run(List.of("curl", "-sS", "-f", url), ""));
    }

    @Test
    @Order(90)
    void shouldLeaveNothingBehindAndRefuseToStartAsAnythingElse() throws IOException {
        Set<Long> pids = new TreeSet<>();
        for (JsonNode part : lab.turnpike().must("status", "--json").json().path("parts")) {
            pids.add(part.path("pid").asLong());
        }
        lab.turnpike().must("down");
        assertThat(pids)
                .hasSizeGreaterThan(8)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(Command.run(List.of("ip", "netns", "list"), "")).doesNotContain(Lab.prefix());
        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .doesNotContain(Lab.pins().toString());
        Launcher.Outcome together = lab.turnpike().run("up", "--detach", "--no-traffic");
        assertThat(together.exitCode()).isEqualTo(1);
        assertThat(together.out() + together.err())
                .contains("start it with --separate")
                .doesNotContain("Exception");
    }
}
