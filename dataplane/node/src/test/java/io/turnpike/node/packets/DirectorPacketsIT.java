package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.PASSED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Application;
import io.turnpike.flow.Backend;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets into and out of the director's programs, in the kernel. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class DirectorPacketsIT {
    private static final String CLIENT = "198.51.100.11";
    private static final String CLIENT_IPV6 = "2001:db8:c::11";
    private static final String VIP = "203.0.113.10";
    private static final String VIP_IPV6 = "2001:db8:5::10";
    private static final String WEB_VIP = "203.0.113.11";
    private static final String WEB_VIP_IPV6 = "2001:db8:5::11";
    private static final int SLB = 1;
    private static final int SLB_IPV6 = 2;
    private static final int WEB = 3;
    private static final int WEB_IPV6 = 4;
    private static final String ROUTER_MAC = "02:00:00:00:00:01";
    private static final String FABRIC_MAC = "02:00:00:00:00:02";
    private static final Set<String> PROXY_MACS = Set.of("02:00:00:00:00:11", "02:00:00:00:00:12");

    private static final AtomicInteger PORT = new AtomicInteger(20_000);
    private static final AtomicReference<List<IpAddress>> NEIGHBOURS = new AtomicReference<>(List.of());
    private static TestNamespace namespace;
    private static NodeUnderTest director;

    @BeforeAll
    static void load() {
        namespace = new TestNamespace(
                List.of("eth0", "eth1", "eth2"),
                List.of(
                        "addr add 192.0.2.2/30 dev eth0",
                        "addr add 172.31.1.2/30 dev eth1",
                        "addr add 172.31.16.1/24 dev eth2",
                        "route add default via 192.0.2.1",
                        "route add 10.0.0.0/16 via 172.31.1.1",
                        "addr add 2001:db8:f:1::2/64 dev eth0 nodad",
                        "addr add fd00:1::2/64 dev eth1 nodad",
                        "addr add fd00:16::1/64 dev eth2 nodad",
                        "route add default via 2001:db8:f:1::1",
                        "route add 2001:db8:10::/64 via fd00:1::1",
                        "neigh add 192.0.2.1 lladdr " + ROUTER_MAC + " dev eth0 nud permanent",
                        "neigh add 2001:db8:f:1::1 lladdr " + ROUTER_MAC + " dev eth0 nud permanent",
                        "neigh add 172.31.1.1 lladdr " + FABRIC_MAC + " dev eth1 nud permanent",
                        "neigh add fd00:1::1 lladdr " + FABRIC_MAC + " dev eth1 nud permanent",
                        "neigh add 172.31.16.11 lladdr 02:00:00:00:00:11 dev eth2 nud permanent",
                        "neigh add 172.31.16.12 lladdr 02:00:00:00:00:12 dev eth2 nud permanent",
                        "neigh add fd00:16::11 lladdr 02:00:00:00:00:11 dev eth2 nud permanent"));
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public,eth1=private,eth2=private");
        director = new NodeUnderTest(namespace, new DirectorRole("director1", interfaces, NEIGHBOURS::set), interfaces);
        director.apply(List.of(
                Resources.slb(SLB, VIP, List.of(transport(Frame.TCP, "10.0.0.11"), transport(Frame.UDP, "10.0.0.11"))),
                Resources.slb(
                        SLB_IPV6,
                        VIP_IPV6,
                        List.of(transport(Frame.TCP, "2001:db8:10::11"), transport(Frame.UDP, "2001:db8:10::11"))),
                Resources.slb(WEB, WEB_VIP, List.of(web())),
                Resources.slb(WEB_IPV6, WEB_VIP_IPV6, List.of(web())),
                Resources.node("director1", 10, NodeRole.DIRECTOR, List.of("100.64.1.0/30", "fd64:1::/126"), List.of()),
                Resources.node("proxy1", 11, NodeRole.PROXY, List.of(), List.of("172.31.16.11", "fd00:16::11")),
                // Nothing answers for its IPv6 address.
                Resources.node("proxy2", 12, NodeRole.PROXY, List.of(), List.of("172.31.16.12", "fd00:16::12"))));
    }

    @AfterAll
    static void unload() {
        namespace.close();
    }

    private static Listener transport(int protocol, String backend) {
        return Listener.transport(
                protocol, 80, List.of(new Backend("ecs1", new Endpoint(IpAddress.parse(backend), 8080), 100)));
    }

    private static Listener web() {
        return new Listener(Frame.TCP, Application.HTTP, 80, List.of(), List.of());
    }

    private static SeenFrame run(Hook hook, String face, Frame frame) {
        return director.run("director", hook, face, frame);
    }

    private static long forwarded(int slb, Direction direction) {
        return director.octets(ObservationPoint.SLB_FRONT, slb, direction, DropReason.NONE);
    }

    private static long dropped(int slb, DropReason reason) {
        return director.octets(ObservationPoint.SLB_FRONT, slb, Direction.IN, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  6,  198.51.100.11,  203.0.113.10,    1, 10.0.0.11,       100.64.1.",
        "XDP, 6,  198.51.100.11,  203.0.113.10,    1, 10.0.0.11,       100.64.1.",
        "TC,  17, 198.51.100.11,  203.0.113.10,    1, 10.0.0.11,       100.64.1.",
        "XDP, 17, 198.51.100.11,  203.0.113.10,    1, 10.0.0.11,       100.64.1.",
        "TC,  6,  2001:db8:c::11, 2001:db8:5::10,  2, 2001:db8:10:0:0:0:0:11, fd64:1:0:0:0:0:0:",
        "XDP, 6,  2001:db8:c::11, 2001:db8:5::10,  2, 2001:db8:10:0:0:0:0:11, fd64:1:0:0:0:0:0:",
        "TC,  17, 2001:db8:c::11, 2001:db8:5::10,  2, 2001:db8:10:0:0:0:0:11, fd64:1:0:0:0:0:0:",
        "XDP, 17, 2001:db8:c::11, 2001:db8:5::10,  2, 2001:db8:10:0:0:0:0:11, fd64:1:0:0:0:0:0:",
    })
    void shouldTranslateBothWaysInTheFamilyOfTheVip(
            Hook hook, int protocol, String client, String vip, int slb, String backend, String local) {
        long in = forwarded(slb, Direction.IN);
        long out = forwarded(slb, Direction.OUT);
        int port = PORT.incrementAndGet();
        Frame request = Frame.of(protocol, client, port, vip, 80);
        SeenFrame there = run(hook, "eth0", request);
        assertThat(there.verdict()).isEqualTo(REDIRECTED);
        assertThat(there.destinationMac()).isEqualTo(FABRIC_MAC);
        assertThat(there.to()).isEqualTo(backend);
        assertThat(there.destination().port()).isEqualTo(8080);
        assertThat(there.from()).startsWith(local);
        assertThat(there.hops()).isEqualTo(63);
        assertThat(there.isRight()).isTrue();

        Frame reply = Frame.answer(there).withPayload(1000);
        SeenFrame back = run(hook, "eth1", reply);
        assertThat(back.verdict()).isEqualTo(REDIRECTED);
        assertThat(back.destinationMac()).isEqualTo(ROUTER_MAC);
        assertThat(back.source()).isEqualTo(request.destination());
        assertThat(back.destination()).isEqualTo(request.source());
        assertThat(back.hops()).isEqualTo(63);
        assertThat(back.isRight()).isTrue();
        assertThat(forwarded(slb, Direction.IN) - in).isEqualTo(request.octets());
        assertThat(forwarded(slb, Direction.OUT) - out).isEqualTo(reply.octets());
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldLeaveAWrongChecksumWrong(Hook hook) {
        for (Frame frame : List.of(
                Frame.tcp(CLIENT, PORT.incrementAndGet(), VIP, 80),
                Frame.udp(CLIENT, PORT.incrementAndGet(), VIP, 80),
                Frame.tcp(CLIENT_IPV6, PORT.incrementAndGet(), VIP_IPV6, 80),
                Frame.udp(CLIENT_IPV6, PORT.incrementAndGet(), VIP_IPV6, 80))) {
            Frame wrong = frame.withWrongChecksum();
            int sum = SeenFrame.of(PASSED, wrong.bytes()).transportSum();
            SeenFrame seen = run(hook, "eth0", wrong);
            assertThat(seen.verdict()).isEqualTo(REDIRECTED);
            assertThat(seen.headerSum()).isEqualTo(0xffff);
            assertThat(seen.transportSum()).isEqualTo(sum).isNotEqualTo(0xffff);
        }
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldFindTheTransportBehindExtensionHeaders(Hook hook) {
        Frame request =
                Frame.tcp(CLIENT_IPV6, PORT.incrementAndGet(), VIP_IPV6, 80).withExtensions();
        SeenFrame seen = run(hook, "eth0", request);
        assertThat(seen.verdict()).isEqualTo(REDIRECTED);
        assertThat(seen.destination().port()).isEqualTo(8080);
        assertThat(seen.isRight()).isTrue();
    }

    @Test
    void shouldCountTheSegmentsThatAnIpv6PacketBecomes() {
        long in = forwarded(SLB_IPV6, Direction.IN);
        Frame frame =
                Frame.tcp(CLIENT_IPV6, PORT.incrementAndGet(), VIP_IPV6, 80).withPayload(2500);
        director.run("director", Hook.TC, "eth0", frame.bytes(), 1000);
        assertThat(forwarded(SLB_IPV6, Direction.IN) - in).isEqualTo(2500 + 3 * (40 + 20));
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  198.51.100.11,  203.0.113.10,   1",
        "XDP, 198.51.100.11,  203.0.113.10,   1",
        "TC,  2001:db8:c::11, 2001:db8:5::10, 2",
        "XDP, 2001:db8:c::11, 2001:db8:5::10, 2",
    })
    void shouldRefuseWithTheReason(Hook hook, String client, String vip, int slb) {
        int port = PORT.incrementAndGet();
        Frame syn = Frame.tcp(client, port, vip, 80);
        assertDropped(hook, syn.withTcpFlags(Frame.ACK), slb, DropReason.NO_SESSION);
        assertDropped(hook, Frame.udp(client, port, vip, 81), slb, DropReason.NO_LISTENER);
        assertDropped(hook, syn.withTcpFlags(Frame.ACK).to(81), slb, DropReason.NO_LISTENER);
        assertDropped(hook, syn.withHops(1), slb, DropReason.TTL_EXPIRED);
        assertDropped(hook, syn.asFragment(0, true), slb, DropReason.FRAGMENT);
        assertDropped(hook, syn.asFragment(20, false), slb, DropReason.FRAGMENT);
        assertDropped(hook, Frame.echoReply(client, vip, port), slb, DropReason.PROTOCOL);
    }

    private static void assertDropped(Hook hook, Frame frame, int slb, DropReason reason) {
        long before = dropped(slb, reason);
        assertThat(run(hook, "eth0", frame).verdict()).as(reason.name()).isEqualTo(DROPPED);
        assertThat(dropped(slb, reason) - before).as(reason.name()).isEqualTo(frame.octets());
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  198.51.100.11,  203.0.113.11,   3",
        "XDP, 198.51.100.11,  203.0.113.11,   3",
        "TC,  2001:db8:c::11, 2001:db8:5::11, 4",
    })
    void shouldHandConnectionsOfAWebListenerToTheProxiesInTurn(Hook hook, String client, String vip, int slb) {
        long in = forwarded(slb, Direction.IN);
        List<SeenFrame> seen = IntStream.range(0, 4)
                .mapToObj(i -> run(hook, "eth0", Frame.tcp(client, PORT.incrementAndGet(), vip, 80)))
                .toList();
        assertThat(seen).allSatisfy(frame -> {
            assertThat(frame.verdict()).isEqualTo(REDIRECTED);
            assertThat(frame.source().address()).isEqualTo(IpAddress.parse(client));
            assertThat(frame.destination()).isEqualTo(new Endpoint(IpAddress.parse(vip), 80));
            assertThat(frame.hops()).isEqualTo(63);
            assertThat(frame.isRight()).isTrue();
        });
        assertThat(forwarded(slb, Direction.IN)).isGreaterThan(in);
        if (slb == WEB) {
            assertThat(seen.stream().map(SeenFrame::destinationMac).collect(Collectors.toSet()))
                    .isEqualTo(PROXY_MACS);
        }
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldKeepAConnectionAtItsProxyAndLetTheAnswerOut(Hook hook) {
        Frame syn = Frame.tcp(CLIENT, PORT.incrementAndGet(), WEB_VIP, 80);
        SeenFrame first = run(hook, "eth0", syn);
        SeenFrame second = run(hook, "eth0", syn.withTcpFlags(Frame.ACK));
        assertThat(second.destinationMac()).isEqualTo(first.destinationMac());

        long out = forwarded(WEB, Direction.OUT);
        Frame reply = Frame.answer(first);
        SeenFrame back = run(hook, "eth2", reply);
        assertThat(back.verdict()).isEqualTo(REDIRECTED);
        assertThat(back.destinationMac()).isEqualTo(ROUTER_MAC);
        assertThat(back.source()).isEqualTo(syn.destination());
        assertThat(back.destination()).isEqualTo(syn.source());
        assertThat(back.isRight()).isTrue();
        assertThat(forwarded(WEB, Direction.OUT) - out).isEqualTo(reply.octets());
    }

    @Test
    void shouldReportTheLegToABackendButNotThatToAProxy() {
        int toBackend = PORT.incrementAndGet();
        int toProxy = PORT.incrementAndGet();
        assertThat(run(Hook.TC, "eth0", Frame.tcp(CLIENT, toBackend, VIP, 80)).verdict())
                .isEqualTo(REDIRECTED);
        assertThat(run(Hook.TC, "eth0", Frame.tcp(CLIENT, toProxy, WEB_VIP, 80)).verdict())
                .isEqualTo(REDIRECTED);
        assertThat(director.recordsOfSessionFrom(toBackend))
                .extracting(FlowRecord::observationPoint)
                .containsExactly(ObservationPoint.SLB_FRONT, ObservationPoint.SLB_BACK);
        assertThat(director.recordsOfSessionFrom(toProxy))
                .extracting(FlowRecord::observationPoint)
                .containsExactly(ObservationPoint.SLB_FRONT);
    }

    /** Round robin meets the proxy without a neighbour entry once in two connections. */
    @Test
    void shouldDropUnderXdpWhatTheKernelWouldRouteElsewhere() {
        long before = dropped(WEB_IPV6, DropReason.UNROUTABLE);
        List<NodeUnderTest.Verdict> verdicts = IntStream.range(0, 2)
                .mapToObj(i -> run(Hook.XDP, "eth0", Frame.tcp(CLIENT_IPV6, PORT.incrementAndGet(), WEB_VIP_IPV6, 80))
                        .verdict())
                .toList();
        assertThat(verdicts).containsExactlyInAnyOrder(REDIRECTED, DROPPED);
        assertThat(dropped(WEB_IPV6, DropReason.UNROUTABLE)).isGreaterThan(before);
        assertThat(NEIGHBOURS.get()).contains(IpAddress.parse("fd00:16::12"));
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldLeaveTheLinkAndItsOwnAddressesToTheKernel(Hook hook) {
        long before = director.sessions();
        assertThat(run(hook, "eth0", Frame.udp("2001:db8:f:1::1", 5, "2001:db8:f:1::2", 9))
                        .verdict())
                .isEqualTo(PASSED);
        assertThat(run(hook, "eth0", Frame.udp("192.0.2.1", 5, "192.0.2.2", 9)).verdict())
                .isEqualTo(PASSED);
        assertThat(run(hook, "eth0", Frame.udp("fe80::1", 5, "ff02::1:ff00:2", 9))
                        .verdict())
                .isEqualTo(PASSED);
        assertThat(director.run("director", hook, "eth0", NeighbourSolicitation.of("2001:db8:f:1::1", VIP_IPV6), 0)
                        .verdict())
                .isEqualTo(PASSED);
        assertThat(director.sessions()).isEqualTo(before);
    }
}
