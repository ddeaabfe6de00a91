package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stopping and starting again, the second time with native XDP. Last, since it takes the shared stack down. */
@NullMarked
@Order(60)
@ExtendWith(LabStack.Provider.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {
    private final LabStack lab;

    LifecycleIT(LabStack lab) {
        this.lab = lab;
    }

    @Test
    @Order(90)
    void shouldLeaveNothingBehindAndContinueOnTheSameData() throws IOException {
        long before = lab.usage("slb-web").octets("SLB", "OUT");
        Set<Long> pids = new TreeSet<>();
        lab.turnpike()
                .must("status", "--json")
                .json()
                .path("parts")
                .forEach(p -> pids.add(p.path("pid").asLong()));
        lab.turnpike().must("down");
        assertThat(pids).allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(Command.run(List.of("ip", "netns", "list"), "")).doesNotContain(Lab.prefix());
        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .doesNotContain(Lab.pins().toString());
        assertThat(Lab.pins()).doesNotExist();

        lab.turnpike().must("up", "--detach", "--no-traffic", "--hook", "xdp");
        assertThat(lab.usage("slb-web").octets("SLB", "OUT")).isEqualTo(before);
        assertThat(lab.turnpike().must("get", "resources", "--json").json().path("items"))
                .anySatisfy(r -> assertThat(r.path("id").asText()).isEqualTo("slb-web"));
        lab.turnpike().must("status");
    }

    @Test
    @Order(91)
    void shouldBeExactUnderXdpToo() throws IOException, InterruptedException {
        // The capture shall see segments as they were on the wire, not merged on arrival.
        Command.run(Lab.inside("client1", List.of("ethtool", "-K", "eth0", "gro", "off")), "");
        lab.requireExact("slb-web", "SLB", Topology.VIP, "/3MiB");
        lab.requireExact("eip-ecs2", "EIP", Topology.EIP, "/3MiB");
        lab.requireExact("ecs4", "ECS", Topology.ECS4_PUBLIC, "/3MiB");
        long denied = lab.usage("ecs6").octets("DENIED", "OUT");
        assertThat(LabStack.attempt("ecs6", "http://" + Topology.CLIENT + "/"))
                .as("curl's exit code for a time-out")
                .isEqualTo(28);
        await().atMost(Duration.ofMinutes(1)).until(() -> lab.usage("ecs6").octets("DENIED", "OUT") > denied);
    }

    @RepeatedTest(2)
    @Order(92)
    void shouldPutEveryOctetOfEveryPathInItsCell() {
        lab.requireMatrix();
    }
}
