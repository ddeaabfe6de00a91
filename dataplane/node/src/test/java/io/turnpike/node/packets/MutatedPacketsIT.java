package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.SnatEntry;
import io.turnpike.node.role.BorderRole;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NicRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.ProxyRole;
import io.turnpike.node.role.Role.Hook;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A million packets that somebody has tampered with, through every role and hook. Judged by {@link PlainPacket}, which
 * knows the standards and not the packet path: nothing wrong goes out, nothing is dropped without a reason, and what opens
 * no session leaves none.
 */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class MutatedPacketsIT {
    private static final int PACKETS = Integer.getInteger("turnpike.mutated.packets", 1_000_000);
    private static final long SEED = Long.getLong("turnpike.seed", 20_260_101);
    /** Packets between two looks at the cells. */
    private static final int ROUND = 1000;

    private static final int RUNS = 10;

    @ParameterizedTest
    @CsvSource({
        "director, director,     TC", "director, director,     XDP",
        "border,   border,       TC", "border,   border,       XDP",
        "nic,      nic_from_ecs, TC", "nic,      nic_from_ecs, XDP",
        "nic,      nic_to_ecs,   TC", "nic,      nic_to_ecs,   XDP",
        "proxy,    proxy_ingress, TC", "proxy,   proxy_egress, TC",
    })
    void shouldLetNothingWrongOut(String role, String program, Hook hook) {
        try (TestNamespace namespace = TestNamespace.betweenInternetAndFabric()) {
            NodeUnderTest node = node(role, namespace);
            Random random = new Random(SEED);
            Mutator mutator = new Mutator(random);
            List<byte[]> frames = List.of();
            for (int round = 0; round * ROUND < PACKETS / RUNS; round++) {
                if (round == 0 || node.freeSlots() < 2 * ROUND) {
                    node.endAllSessions();
                    node.report();
                    frames = Seeds.of(node, program, hook);
                }
                List<byte[]> current = frames;
                int number = round;
                namespace.call(() -> {
                    runRound(node, program, hook, mutator, current, random, number);
                    return true;
                });
            }
        }
    }

    private static void runRound(
            NodeUnderTest node,
            String program,
            Hook hook,
            Mutator mutator,
            List<byte[]> frames,
            Random random,
            int round) {
        NodeUnderTest.Tally before = node.tally();
        Expected expected = new Expected();
        for (int i = 0; i < ROUND; i++) {
            byte[] frame = mutator.next(frames);
            String face = random.nextBoolean() ? "eth0" : "eth1";
            long free = node.freeSlots();
            String what = "seed %d, round %d, packet %d, %s under %s on %s: %s"
                    .formatted(
                            SEED, round, i, program, hook, face, HexFormat.of().formatHex(frame));
            try {
                NodeUnderTest.RawOutcome outcome = node.runHere(program, hook, face, frame);
                expected.add(frame, outcome);
                Judgement.of(program, frame, outcome, free - node.freeSlots());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
        expected.assertCounted(program, before, node.tally(), round);
        Conservation.ofInterfaces(node.cut(), 2);
    }

    /** What the cells have to say after a round. */
    private static final class Expected {
        private long dropped;
        private long forwarded;
        private long resets;
        private long echoes;

        void add(byte[] frame, NodeUnderTest.RawOutcome outcome) {
            boolean answer = Judgement.isAnswer(frame, outcome);
            if (outcome.verdict() == DROPPED) {
                dropped++;
            } else if (answer && PlainPacket.of(frame).orElseThrow().isEchoRequest()) {
                echoes++;
            } else if (answer) {
                resets++;
            } else if (outcome.verdict() != PASSED) {
                forwarded++;
            }
        }

        void assertCounted(String program, NodeUnderTest.Tally before, NodeUnderTest.Tally now, int round) {
            String where = "seed %d, round %d".formatted(SEED, round);
            assertThat(now.dropped() - before.dropped()).as(where).isEqualTo(dropped + resets);
            if (program.equals("director") || program.equals("border")) {
                assertThat(now.forwarded() - before.forwarded()).as(where).isEqualTo(forwarded);
                assertThat(now.answered() - before.answered()).as(where).isEqualTo(2 * echoes + resets);
            }
        }
    }

    private static NodeUnderTest node(String role, TestNamespace namespace) {
        List<NodeInterface> faces = NodeInterface.parse("eth0=public,eth1=private");
        List<NodeInterface> vifs = NodeInterface.parse("eth0=ecs2,eth1=ecs3");
        NodeUnderTest node = switch (role) {
            case "director" -> new NodeUnderTest(namespace, new DirectorRole("director1", faces, hops -> {}), faces);
            case "border" -> new NodeUnderTest(namespace, new BorderRole(faces), faces);
            case "nic" -> new NodeUnderTest(namespace, new NicRole(vifs), vifs);
            default -> new NodeUnderTest(namespace, new ProxyRole(faces), faces);
        };
        Endpoint web = new Endpoint(IpAddress.parse("10.0.0.13"), 8080);
        node.apply(List.of(
                Resources.slb(1, Seeds.VIP, listeners("10.0.0.11")),
                Resources.slb(4, Seeds.VIP_IPV6, listeners("2001:db8:10::11")),
                Resources.node("director1", 10, NodeRole.DIRECTOR, List.of("100.64.1.0/30", "fd64:1::/126"), List.of()),
                Resources.ecs(2, "10.0.0.12", "2001:db8:10::12", null),
                Resources.ecs(3, "10.0.0.13", null, null),
                Resources.eip("eip", 20, Seeds.EIP, "10.0.0.12"),
                Resources.eip("eip-snat", 31, "203.0.113.31", null),
                Resources.eip("eip-dnat", 33, Seeds.DNAT_EIP, null),
                Resources.ipv6Gateway(40, "2001:db8:10::12"),
                Resources.nat(
                        50,
                        new Configuration.NatGateway(
                                List.of(new SnatEntry(IpPrefix.parse("10.0.0.0/24"), List.of("eip-snat"))),
                                List.of(new DnatEntry("eip-dnat", Frame.TCP, 80, "ecs3", web))))));
        return node;
    }

    private static List<Listener> listeners(String backend) {
        List<Backend> backends = List.of(new Backend("ecs1", new Endpoint(IpAddress.parse(backend), 8080), 100));
        return List.of(
                Listener.transport(Frame.TCP, 80, backends),
                Listener.transport(Frame.UDP, 80, backends),
                Listener.transport(Frame.TCP, 82, List.of()));
    }
}
