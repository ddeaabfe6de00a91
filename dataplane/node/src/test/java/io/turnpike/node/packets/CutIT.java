package io.turnpike.node.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Fate;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Cells read while packets are being counted. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class CutIT {
    private static final int CUTS = 100;

    /** Interfaces and resources are counted at different places, and agree at every cut all the same. */
    @Test
    void shouldHoldEachPacketInAllOfItsCellsOrInNone() throws InterruptedException, ExecutionException {
        try (TestNamespace namespace = TestNamespace.betweenInternetAndFabric();
                ExecutorService senders = Executors.newFixedThreadPool(2)) {
            NodeUnderTest director = director(namespace);
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong sent = new AtomicLong();
            List<Future<?>> running = List.of(
                    senders.submit(() -> send(namespace, director, Hook.TC, over, sent)),
                    senders.submit(() -> send(namespace, director, Hook.XDP, over, sent)));
            long last = -1;
            for (int i = 0; i < CUTS || last == 0; i++) {
                Cells.Cut cut = director.cut();
                long received = packets(cut, Direction.IN);
                assertThat(inCells(cut)).isEqualTo(received).isGreaterThanOrEqualTo(last);
                assertThat(forwarded(cut)).isEqualTo(packets(cut, Direction.OUT));
                Conservation.ofInterfaces(cut, 2);
                last = received;
            }
            over.set(true);
            for (Future<?> sender : running) {
                sender.get();
            }
            assertThat(packets(director.cut(), Direction.IN)).isEqualTo(sent.get());
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

    /** What is forwarded, what is dropped and what is answered, in turn. */
    private static void send(
            TestNamespace namespace, NodeUnderTest director, Hook hook, AtomicBoolean over, AtomicLong sent) {
        List<byte[]> frames = List.of(
                Frame.udp("198.51.100.11", 5, "203.0.113.10", 80).bytes(),
                Frame.udp("198.51.100.11", 5, "203.0.113.10", 81).bytes(),
                Frame.echoRequest("198.51.100.11", "203.0.113.10", 5).bytes());
        try (NetworkNamespace thread = namespace.another()) {
            thread.call(() -> {
                while (!over.get()) {
                    for (byte[] frame : frames) {
                        director.verdictHere("director", hook, frame);
                        sent.incrementAndGet();
                    }
                }
                return true;
            });
        }
    }

    private static long packets(Cells.Cut cut, Direction direction) {
        return cut.ofInterface(0, direction, Fate.COUNTED).packets()
                + cut.ofInterface(1, direction, Fate.COUNTED).packets();
    }

    /** Every packet that came is forwarded, dropped, or answered; answers did not come. */
    private static long inCells(Cells.Cut cut) {
        return cut.resources().entrySet().stream()
                .filter(cell -> !cell.getKey().sessionless() || cell.getKey().direction() == Direction.IN.code())
                .mapToLong(cell -> cell.getValue().packets())
                .sum();
    }

    private static long forwarded(Cells.Cut cut) {
        return cut.resources().entrySet().stream()
                .filter(cell -> cell.getKey().reason() == 0)
                .filter(cell -> !cell.getKey().sessionless() || cell.getKey().direction() == Direction.OUT.code())
                .mapToLong(cell -> cell.getValue().packets())
                .sum();
    }
}
