package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.AccessList;
import io.turnpike.flow.Backend;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Protection;
import io.turnpike.flow.Resource;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a listener lets in, how many of them, and how fast. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class ProtectionIT {
    private static final int BURST_OCTETS = 128 * 1024;

    private static int lastPort = 20_000;
    private static int lastSlb = 50;
    private static TestNamespace namespace;
    private static NodeUnderTest director;
    private static int slb;

    @BeforeAll
    static void load() {
        namespace = DirectorNetwork.namespace();
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public,eth1=private");
        director = new NodeUnderTest(namespace, new DirectorRole("director1", interfaces, proxies -> {}), interfaces);
    }

    @AfterAll
    static void unload() {
        namespace.close();
    }

    private static String vip(boolean ipv4) {
        return (ipv4 ? "203.0.113." : "2001:db8:5::") + slb;
    }

    private static String client(boolean ipv4) {
        return ipv4 ? "198.51.100.11" : "2001:db8:c::11";
    }

    /** A load balancer of its own for each call, with listeners on TCP 80 and UDP 80. */
    private static void apply(boolean ipv4, Protection listener, ConnectionLimits instance) {
        slb = ++lastSlb;
        reapply(ipv4, listener, instance);
    }

    private static void reapply(boolean ipv4, Protection listener, ConnectionLimits instance) {
        String server = ipv4 ? "10.0.0.11" : "2001:db8:10::11";
        List<Backend> backends = List.of(new Backend("ecs1", new Endpoint(IpAddress.parse(server), 8080), 1));
        List<Listener> listeners = Stream.of(Frame.TCP, Frame.UDP)
                .map(protocol -> Listener.transport(protocol, 80, backends).with(listener))
                .toList();
        Resource balancer = Resources.slb(slb, vip(ipv4), listeners);
        Resource limited = new Resource(
                balancer.id(),
                balancer.number(),
                balancer.kind(),
                1,
                balancer.bindings(),
                new Configuration.LoadBalancer(listeners, instance));
        director.apply(List.of(
                limited,
                Resources.node(
                        "director1", 1000, NodeRole.DIRECTOR, List.of("100.64.1.0/30", "fd64:1::/126"), List.of())));
    }

    private static NodeUnderTest.Verdict open(Hook hook, boolean ipv4, int protocol) {
        return open(hook, ipv4, protocol, client(ipv4));
    }

    private static NodeUnderTest.Verdict open(Hook hook, boolean ipv4, int protocol, String client) {
        return director.run("director", hook, "eth0", Frame.of(protocol, client, ++lastPort, vip(ipv4), 80))
                .verdict();
    }

    private static long dropped(DropReason reason) {
        return director.octets(ObservationPoint.SLB_FRONT, slb, Direction.IN, reason);
    }

    @ParameterizedTest
    @CsvSource({"TC, true, 6", "XDP, true, 17", "TC, false, 17", "XDP, false, 6"})
    void shouldTakeNoMoreSessionsThanTheListenerMayHave(Hook hook, boolean ipv4, int protocol) {
        apply(ipv4, Protection.of(new ConnectionLimits(3, 0)), ConnectionLimits.NONE);
        for (int i = 0; i < 3; i++) {
            assertThat(open(hook, ipv4, protocol)).isEqualTo(REDIRECTED);
        }
        int first = lastPort;
        assertThat(open(hook, ipv4, protocol)).isEqualTo(DROPPED);
        assertThat(dropped(DropReason.CONNECTION_LIMIT)).isPositive();
        // Those that are open go on, and the other listener has a limit of its own.
        assertThat(director.run("director", hook, "eth0", Frame.of(protocol, client(ipv4), first, vip(ipv4), 80))
                        .verdict())
                .isEqualTo(REDIRECTED);
        assertThat(open(hook, ipv4, protocol == Frame.TCP ? Frame.UDP : Frame.TCP))
                .isEqualTo(REDIRECTED);

        director.endAllSessions();
        assertThat(open(hook, ipv4, protocol)).isEqualTo(REDIRECTED);
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldTakeNoMoreSessionsThanTheLoadBalancerMayHave(Hook hook) {
        apply(true, Protection.NONE, new ConnectionLimits(3, 0));
        assertThat(open(hook, true, Frame.TCP)).isEqualTo(REDIRECTED);
        assertThat(open(hook, true, Frame.UDP)).isEqualTo(REDIRECTED);
        assertThat(open(hook, true, Frame.TCP)).isEqualTo(REDIRECTED);
        assertThat(open(hook, true, Frame.UDP)).isEqualTo(DROPPED);
        assertThat(dropped(DropReason.CONNECTION_LIMIT)).isPositive();
        director.endAllSessions();
        assertThat(open(hook, true, Frame.UDP)).isEqualTo(REDIRECTED);
    }

    /** A limit counts what is open, also what was opened before there was one. */
    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldCountTheSessionsOfBefore(Hook hook) {
        apply(true, Protection.NONE, ConnectionLimits.NONE);
        assertThat(open(hook, true, Frame.TCP)).isEqualTo(REDIRECTED);
        assertThat(open(hook, true, Frame.TCP)).isEqualTo(REDIRECTED);
        reapply(true, Protection.of(new ConnectionLimits(2, 0)), ConnectionLimits.NONE);
        assertThat(open(hook, true, Frame.TCP)).isEqualTo(DROPPED);
        reapply(true, Protection.of(new ConnectionLimits(3, 0)), ConnectionLimits.NONE);
        assertThat(open(hook, true, Frame.TCP)).isEqualTo(REDIRECTED);
    }

    @ParameterizedTest
    @CsvSource({"TC, true, true", "XDP, true, false", "TC, false, false", "XDP, false, true"})
    void shouldOpenNoMoreSessionsInASecondThanItMay(Hook hook, boolean ipv4, boolean ofTheInstance) {
        ConnectionLimits rate = new ConnectionLimits(0, 10);
        apply(
                ipv4,
                ofTheInstance ? Protection.NONE : Protection.of(rate),
                ofTheInstance ? rate : ConnectionLimits.NONE);
        long begin = System.nanoTime();
        long opened = IntStream.range(0, 200)
                .filter(i -> open(hook, ipv4, Frame.UDP) == REDIRECTED)
                .count();
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(opened).isBetween(10L, (long) Math.ceil(10 + 10 * seconds));
        assertThat(dropped(DropReason.CONNECTION_RATE)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  true,  198.51.100.11,  198.51.100.12,  198.51.100.11/32 198.51.100.0/32",
        "XDP, true,  198.51.100.11,  192.0.2.77,     198.51.100.0/24 198.51.100.11/32",
        "TC,  false, 2001:db8:c::11, 2001:db8:d::11, 2001:db8:c::/64",
        "XDP, false, 2001:db8:c::11, 2001:db8:c::12, 2001:db8:c::11/128",
    })
    void shouldLetInWhomItsListNamesOrAllOthers(Hook hook, boolean ipv4, String listed, String other, String prefixes) {
        List<IpPrefix> list =
                Stream.of(prefixes.split(" ")).map(IpPrefix::parse).toList();
        apply(ipv4, Protection.of(new AccessList(AccessList.Action.ALLOW, list)), ConnectionLimits.NONE);
        assertThat(open(hook, ipv4, Frame.TCP, listed)).isEqualTo(REDIRECTED);
        assertThat(open(hook, ipv4, Frame.TCP, other)).isEqualTo(DROPPED);
        long before = dropped(DropReason.ACCESS_LIST);
        assertThat(before).isPositive();

        reapply(ipv4, Protection.of(new AccessList(AccessList.Action.DENY, list)), ConnectionLimits.NONE);
        assertThat(open(hook, ipv4, Frame.TCP, listed)).isEqualTo(DROPPED);
        assertThat(open(hook, ipv4, Frame.TCP, other)).isEqualTo(REDIRECTED);
        assertThat(dropped(DropReason.ACCESS_LIST)).isGreaterThan(before);

        reapply(ipv4, Protection.NONE, ConnectionLimits.NONE);
        assertThat(open(hook, ipv4, Frame.TCP, listed)).isEqualTo(REDIRECTED);
    }

    /** Who is on the list now keeps what is open. */
    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldAskTheListOnlyForNewSessions(Hook hook) {
        apply(true, Protection.NONE, ConnectionLimits.NONE);
        assertThat(open(hook, true, Frame.TCP)).isEqualTo(REDIRECTED);
        int port = lastPort;
        AccessList all = new AccessList(AccessList.Action.DENY, List.of(IpPrefix.parse("0.0.0.0/0")));
        reapply(true, Protection.of(all), ConnectionLimits.NONE);
        assertThat(open(hook, true, Frame.TCP)).isEqualTo(DROPPED);
        assertThat(director.run("director", hook, "eth0", Frame.tcp(client(true), port, vip(true), 80))
                        .verdict())
                .isEqualTo(REDIRECTED);
    }

    @ParameterizedTest
    @CsvSource({"TC, true, IN", "XDP, false, IN", "TC, false, OUT", "XDP, true, OUT"})
    void shouldHoldAListenersCapInItsDirection(Hook hook, boolean ipv4, Direction direction) {
        boolean isOut = direction == Direction.OUT;
        apply(
                ipv4,
                new Protection(ConnectionLimits.NONE, isOut ? 1 : 0, isOut ? 0 : 1, AccessList.OPEN),
                ConnectionLimits.NONE);
        Frame request = Frame.udp(client(ipv4), ++lastPort, vip(ipv4), 80).withPayload(1000);
        Frame reply =
                Frame.answer(director.run("director", hook, "eth0", request)).withPayload(1000);
        Frame capped = isOut ? reply : request;
        Frame free = isOut ? request : reply;
        int passes = BURST_OCTETS / capped.octets() - (isOut ? 0 : 1);
        for (int i = 0; i < passes; i++) {
            assertThat(run(hook, isOut, capped)).isEqualTo(REDIRECTED);
        }
        assertThat(run(hook, isOut, capped)).isEqualTo(DROPPED);
        assertThat(director.octets(ObservationPoint.SLB_FRONT, slb, direction, DropReason.LIMIT))
                .isEqualTo(capped.octets());
        assertThat(run(hook, !isOut, free)).isEqualTo(REDIRECTED);
    }

    private static NodeUnderTest.Verdict run(Hook hook, boolean isOut, Frame frame) {
        return director.run("director", hook, isOut ? "eth1" : "eth0", frame).verdict();
    }
}
