package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two packets of a new session, on two CPUs at once. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class TwinIT {
    private static final int SESSIONS = 400;
    private static final int FIRST_PORT = 20_000;

    @Test
    void shouldOpenOneSessionThatCountsBoth() throws InterruptedException, ExecutionException {
        try (TestNamespace namespace = TestNamespace.betweenInternetAndFabric();
                ExecutorService senders = Executors.newFixedThreadPool(2)) {
            NodeUnderTest director = director(namespace);
            CyclicBarrier together = new CyclicBarrier(2);
            Future<?> first = senders.submit(() -> send(namespace, director, together));
            Future<?> second = senders.submit(() -> send(namespace, director, together));
            first.get();
            second.get();
            assertThat(director.sessions()).isEqualTo(SESSIONS);
            assertThat(director.recordsOfSessions())
                    .hasSize(2 * SESSIONS)
                    .extracting(FlowRecord::initiatorPackets)
                    .allMatch(new Counter(0, 2)::equals);
        }
    }

    private static NodeUnderTest director(TestNamespace namespace) {
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public,eth1=private");
        NodeUnderTest director =
                new NodeUnderTest(namespace, new DirectorRole("director1", interfaces, hops -> {}), interfaces);
        List<Backend> backends = List.of(new Backend("ecs1", new Endpoint(IpAddress.parse("10.0.0.11"), 8080), 100));
        director.apply(List.of(
                Resources.slb(1, "203.0.113.10", List.of(Listener.transport(Frame.UDP, 80, backends))),
                Resources.node("director1", 10, NodeRole.DIRECTOR, List.of("100.64.1.0/30"), List.of())));
        return director;
    }

    private static boolean send(TestNamespace namespace, NodeUnderTest director, CyclicBarrier together) {
        try (NetworkNamespace thread = namespace.another()) {
            return thread.call(() -> {
                for (int i = 0; i < SESSIONS; i++) {
                    byte[] frame = Frame.udp("198.51.100.11", FIRST_PORT + i, "203.0.113.10", 80)
                            .bytes();
                    await(together);
                    assertThat(director.verdictHere("director", Hook.XDP, frame))
                            .isEqualTo(REDIRECTED);
                }
                return true;
            });
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
