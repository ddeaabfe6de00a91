package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Backend;
import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.GroupMode;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Protection;
import io.turnpike.flow.Resource;
import io.turnpike.flow.Scheduler;
import io.turnpike.flow.Scheduling;
import io.turnpike.node.health.ServerAvailability;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which server a director gives a new session to, and that it leaves the open ones where they are. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class SchedulingIT {
    private static final String CLIENT = "198.51.100.11";
    private static final String CLIENT_IPV6 = "2001:db8:c::11";
    private static final int VIPS_USED = 20;

    private static final List<NodeInterface> INTERFACES = NodeInterface.parse("eth0=public,eth1=private");

    private static final Set<String> DOWN = new HashSet<>();
    private static int lastPort = 20_000;
    private static int lastVip = VIPS_USED;
    private static TestNamespace namespace;
    private static NodeUnderTest director;

    @BeforeAll
    static void load() {
        namespace = DirectorNetwork.namespace();
        director = new NodeUnderTest(namespace, role(), INTERFACES);
    }

    private static DirectorRole role() {
        ServerAvailability availability =
                (balancer, listener, backend) -> DOWN.contains(backend.resourceId()) ? 0 : ServerAvailability.FULL;
        return new DirectorRole("director1", INTERFACES, proxies -> {}, availability);
    }

    @AfterAll
    static void unload() {
        namespace.close();
    }

    /** A load balancer that no other test has sessions of. */
    private record Balancer(int number, boolean ipv4) {
        static Balancer next(boolean ipv4) {
            DOWN.clear();
            return new Balancer(++lastVip, ipv4);
        }

        String vip() {
            return (ipv4 ? "203.0.113." : "2001:db8:5::") + number;
        }

        String client() {
            return ipv4 ? CLIENT : CLIENT_IPV6;
        }

        /** ecs1 has the first weight, and so on. */
        List<Backend> servers(int... weights) {
            return IntStream.range(0, weights.length)
                    .mapToObj(i -> new Backend(
                            "ecs" + (i + 1), new Endpoint(IpAddress.parse(address(i + 1)), 8080), weights[i]))
                    .toList();
        }

        String address(int server) {
            return IpAddress.parse((ipv4 ? "10.0.0.1" : "2001:db8:10::1") + server)
                    .toString();
        }

        void apply(Listener... listeners) {
            Resource node = Resources.node(
                    "director1", 1000, NodeRole.DIRECTOR, List.of("100.64.1.0/30", "fd64:1::/126"), List.of());
            director.apply(List.of(Resources.slb(number, vip(), List.of(listeners)), node));
        }

        void schedule(Scheduler scheduler, int... weights) {
            apply(Listener.transport(Frame.TCP, 80, servers(weights)).with(Scheduling.DEFAULT.with(scheduler)));
        }

        SeenFrame open(Hook hook) {
            return open(hook, client(), ++lastPort);
        }

        SeenFrame open(Hook hook, String client, int port) {
            return director.run("director", hook, "eth0", Frame.tcp(client, port, vip(), 80));
        }

        /** How many of so many new sessions each server gets. */
        Map<String, Long> open(Hook hook, int sessions) {
            return IntStream.range(0, sessions)
                    .mapToObj(i -> open(hook).to())
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        }

        long dropped(DropReason reason) {
            return director.octets(ObservationPoint.SLB_FRONT, number, Direction.IN, reason);
        }
    }

    @ParameterizedTest
    @CsvSource({"TC, true", "XDP, true", "TC, false", "XDP, false"})
    void shouldGiveEachServerExactlyItsWeightInARound(Hook hook, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        slb.schedule(Scheduler.WRR, 3, 0, 1, 2);
        assertThat(slb.open(hook, 2 * (3 + 1 + 2)))
                .isEqualTo(Map.of(slb.address(1), 6L, slb.address(3), 2L, slb.address(4), 4L));
    }

    @ParameterizedTest
    @CsvSource({"TC, true", "XDP, true", "TC, false", "XDP, false"})
    void shouldTakeTurnsWhateverTheWeights(Hook hook, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        slb.schedule(Scheduler.RR, 100, 1);
        assertThat(slb.open(hook, 6)).isEqualTo(Map.of(slb.address(1), 3L, slb.address(2), 3L));
    }

    @ParameterizedTest
    @CsvSource({"TC, true", "XDP, true", "TC, false", "XDP, false"})
    void shouldGiveSessionsToWhoHasTheFewestForItsWeight(Hook hook, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        slb.schedule(Scheduler.WLC, 2, 1);
        assertThat(slb.open(hook, 6)).isEqualTo(Map.of(slb.address(1), 4L, slb.address(2), 2L));
        // A third one has none yet, so it gets all until it has as many for its weight as the others.
        slb.schedule(Scheduler.WLC, 2, 1, 2);
        assertThat(slb.open(hook, 4)).isEqualTo(Map.of(slb.address(3), 4L));
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldForgetTheSessionsOfAServerWhenTheyEnd(Hook hook) {
        Balancer slb = Balancer.next(true);
        slb.schedule(Scheduler.WLC, 1, 0);
        slb.open(hook, 5);
        slb.schedule(Scheduler.WLC, 1, 1);
        director.endAllSessions();
        assertThat(slb.open(hook, 4)).isEqualTo(Map.of(slb.address(1), 2L, slb.address(2), 2L));
    }

    @ParameterizedTest
    @CsvSource({"TC, true", "XDP, true", "TC, false", "XDP, false"})
    void shouldSendAClientToOneServerByItsAddress(Hook hook, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        slb.schedule(Scheduler.SCH, 100, 100, 100, 100);
        assertThat(slb.open(hook, 20)).hasSize(1);
        String prefix = ipv4 ? "198.51.100." : "2001:db8:c::";
        assertThat(IntStream.range(1, 100)
                        .mapToObj(i -> slb.open(hook, prefix + i, ++lastPort).to())
                        .distinct())
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"TC, true", "XDP, true", "TC, false", "XDP, false"})
    void shouldSendTheSameFourToTheSameServerAgain(Hook hook, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        slb.schedule(Scheduler.TCH, 100, 100, 100, 100);
        List<Integer> ports =
                IntStream.range(0, 60).map(i -> ++lastPort).boxed().toList();
        List<String> first = ports.stream()
                .map(port -> slb.open(hook, slb.client(), port).to())
                .toList();
        assertThat(first.stream().distinct()).hasSize(4);
        director.endAllSessions();
        Hook other = hook == Hook.TC ? Hook.XDP : Hook.TC;
        assertThat(ports.stream()
                        .map(port -> slb.open(other, slb.client(), port).to()))
                .isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"TC, SCH, true", "XDP, SCH, false", "TC, TCH, false", "XDP, TCH, true"})
    void shouldSpreadClientsByWeightAndMoveOnlyThoseOfAServerThatGoes(Hook hook, Scheduler scheduler, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        slb.schedule(scheduler, 10, 20, 70);
        List<String> before = serversOfClients(slb, hook);
        long heavy = before.stream().filter(slb.address(3)::equals).count();
        // 420 of 600; chance gives a standard deviation of 11.
        assertThat(heavy).isBetween(350L, 490L);
        slb.schedule(scheduler, 10, 0, 70);
        List<String> after = serversOfClients(slb, hook);
        assertThat(after).doesNotContain(slb.address(2));
        for (int client = 0; client < before.size(); client++) {
            if (!before.get(client).equals(slb.address(2))) {
                assertThat(after.get(client)).isEqualTo(before.get(client));
            }
        }
    }

    private static List<String> serversOfClients(Balancer slb, Hook hook) {
        director.endAllSessions();
        director.report();
        return IntStream.range(0, 600)
                .mapToObj(
                        i -> slb.ipv4() ? "198.18." + i / 256 + "." + i % 256 : "2001:db8:c::" + Integer.toHexString(i))
                .map(client -> slb.open(hook, client, 30_000).to())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldGoOnWhereAnEarlierControlProcessEnded(Hook hook) {
        Balancer slb = Balancer.next(true);
        Listener listener =
                Listener.transport(Frame.TCP, 80, slb.servers(1, 1)).with(Protection.of(new ConnectionLimits(6, 0)));
        slb.apply(listener);
        assertThat(slb.open(hook, 2)).hasSize(2);
        director.restart(role());
        assertThat(slb.open(hook, 2)).hasSize(2);
        slb.apply(listener);
        assertThat(slb.open(hook, 2)).hasSize(2);
        // All six are counted still, and can be ended.
        assertThat(slb.open(hook).verdict()).isEqualTo(DROPPED);
        director.endAllSessions();
        assertThat(slb.open(hook, 6)).isEqualTo(Map.of(slb.address(1), 3L, slb.address(2), 3L));
    }

    @ParameterizedTest
    @CsvSource({
        "TC, RR, true", "TC, WRR, false", "TC, WLC, true", "TC, SCH, false", "TC, TCH, true",
        "XDP, RR, false", "XDP, WRR, true", "XDP, WLC, false", "XDP, SCH, true", "XDP, TCH, false",
    })
    void shouldMoveNoSessionWhenTheServersChange(Hook hook, Scheduler scheduler, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        slb.schedule(scheduler, 10, 20, 30);
        List<Integer> ports =
                IntStream.range(0, 30).map(i -> ++lastPort).boxed().toList();
        List<Endpoint> before = destinations(slb, hook, ports);
        // More, others, other weights, none at all, and the first ones again.
        slb.schedule(scheduler, 10, 20, 30, 40);
        assertThat(destinations(slb, hook, ports)).isEqualTo(before);
        slb.schedule(scheduler, 99, 0, 1);
        assertThat(destinations(slb, hook, ports)).isEqualTo(before);
        slb.schedule(scheduler);
        assertThat(destinations(slb, hook, ports)).isEqualTo(before);
        assertRefused(hook, slb, Frame.TCP, 80, DropReason.NO_BACKEND);
        slb.schedule(scheduler, 10, 20, 30);
        assertThat(destinations(slb, hook, ports)).isEqualTo(before);
    }

    private static List<Endpoint> destinations(Balancer slb, Hook hook, List<Integer> ports) {
        return ports.stream()
                .map(port -> slb.open(hook, slb.client(), port).destination())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"TC, true", "XDP, true", "TC, false", "XDP, false"})
    void shouldKeepAClientWithItsServerForAsLongAsTheServerServes(Hook hook, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        Scheduling persistent = new Scheduling(Scheduler.RR, GroupMode.WEIGHTED, 3600, 0, 0);
        slb.apply(Listener.transport(Frame.TCP, 80, slb.servers(1, 1, 1)).with(persistent));
        String first = slb.open(hook).to();
        assertThat(slb.open(hook, 5)).isEqualTo(Map.of(first, 5L));
        // Not in turn, but by their addresses: any director would give them the same.
        assertThat(IntStream.rangeClosed(12, 40)
                        .mapToObj(i -> (ipv4 ? "198.51.100." : "2001:db8:c::") + i)
                        .map(other -> slb.open(hook, other, ++lastPort).to()))
                .contains(slb.address(1), slb.address(2), slb.address(3));

        DOWN.add(first.equals(slb.address(1)) ? "ecs1" : first.equals(slb.address(2)) ? "ecs2" : "ecs3");
        slb.apply(Listener.transport(Frame.TCP, 80, slb.servers(1, 1, 1)).with(persistent));
        Map<String, Long> second = slb.open(hook, 5);
        assertThat(second).hasSize(1).doesNotContainKey(first);
        // It is back, but the client has another one now.
        DOWN.clear();
        slb.apply(Listener.transport(Frame.TCP, 80, slb.servers(1, 1, 1)).with(persistent));
        assertThat(slb.open(hook, 5)).isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldTurnToTheSlaveWhileTheMasterIsDown(Hook hook) {
        Balancer slb = Balancer.next(true);
        Listener pair = Listener.transport(Frame.TCP, 80, slb.servers(1, 100))
                .with(new Scheduling(Scheduler.WRR, GroupMode.MASTER_SLAVE, 0, 0, 0));
        slb.apply(pair);
        assertThat(slb.open(hook, 4)).containsOnlyKeys(slb.address(1));
        DOWN.add("ecs1");
        slb.apply(pair);
        assertThat(slb.open(hook, 4)).containsOnlyKeys(slb.address(2));
        DOWN.add("ecs2");
        slb.apply(pair);
        assertRefused(hook, slb, Frame.TCP, 80, DropReason.NO_BACKEND);
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  6,  true", "XDP, 6,  true", "TC,  17, true", "XDP, 17, true",
        "TC,  6, false", "XDP, 6, false", "TC, 17, false", "XDP, 17, false",
    })
    void shouldListenOnARangeOfPortsAndLeaveThemAsTheyAre(Hook hook, int protocol, boolean ipv4) {
        Balancer slb = Balancer.next(ipv4);
        Backend own = slb.servers(1).getFirst();
        Backend portless = new Backend("ecs2", new Endpoint(IpAddress.parse(slb.address(2)), 0), 1);
        slb.apply(
                Listener.transport(protocol, 2000, List.of(portless)).withLastPort(2999),
                Listener.transport(protocol, 2500, List.of(own)));
        for (int port : List.of(2000, 2047, 2048, 2499, 2501, 2999)) {
            SeenFrame seen = run(hook, slb, protocol, port);
            assertThat(seen.verdict()).isEqualTo(REDIRECTED);
            assertThat(seen.destination()).isEqualTo(new Endpoint(IpAddress.parse(slb.address(2)), port));
            assertThat(seen.isRight()).isTrue();
        }
        assertThat(run(hook, slb, protocol, 2500).destination()).isEqualTo(own.endpoint());
        for (int port : List.of(1999, 3000)) {
            assertRefused(hook, slb, protocol, port, DropReason.NO_LISTENER);
        }
    }

    /** Counted with its reason; who wanted a connection is told at once, a datagram is dropped in silence. */
    private static void assertRefused(Hook hook, Balancer slb, int protocol, int port, DropReason reason) {
        long before = slb.dropped(reason);
        Frame frame = Frame.of(protocol, slb.client(), ++lastPort, slb.vip(), port);
        SeenFrame answer = director.runRefused("director", hook, "eth0", frame);
        assertThat(slb.dropped(reason)).isGreaterThan(before);
        if (protocol == Frame.TCP) {
            assertThat(answer.destination()).isEqualTo(new Endpoint(IpAddress.parse(slb.client()), lastPort));
        } else {
            assertThat(answer.verdict()).isEqualTo(DROPPED);
        }
    }

    private static SeenFrame run(Hook hook, Balancer slb, int protocol, int port) {
        return director.run("director", hook, "eth0", Frame.of(protocol, slb.client(), ++lastPort, slb.vip(), port));
    }
}
