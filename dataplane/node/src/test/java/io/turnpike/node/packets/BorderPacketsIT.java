package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.PASSED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Configuration;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.SnatEntry;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.role.BorderRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets into and out of the border's programs, in the kernel. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class BorderPacketsIT {
    private static final String CLIENT = "198.51.100.11";
    private static final String CLIENT_IPV6 = "2001:db8:c::11";
    private static final String EIP = "203.0.113.20";
    private static final String DNAT_EIP = "203.0.113.33";
    private static final String DNAT_ALL_EIP = "203.0.113.34";
    private static final String BOUND_ECS = "10.0.0.12";
    private static final String NAT_ECS = "10.0.0.13";
    private static final String LONELY_ECS = "10.1.0.16";
    private static final String ROUTED_IPV6 = "2001:db8:10::12";
    private static final String LONELY_IPV6 = "2001:db8:10::16";
    private static final int BOUND = 2;
    private static final int NAT_SERVER = 3;
    private static final int LONELY = 6;
    private static final int EIP_BOUND = 20;
    private static final int EIP_WIDE = 30;
    private static final int EIP_SNAT_A = 31;
    private static final int EIP_SNAT_B = 32;
    private static final int EIP_DNAT = 33;
    private static final int EIP_DNAT_ALL = 34;
    private static final int GATEWAY = 40;
    private static final String ROUTER_MAC = "02:00:00:00:00:01";
    private static final String FABRIC_MAC = "02:00:00:00:00:02";

    private static final AtomicInteger PORT = new AtomicInteger(20_000);
    private static TestNamespace namespace;
    private static NodeUnderTest border;

    @BeforeAll
    static void load() {
        namespace = new TestNamespace(
                List.of("eth0", "eth1"),
                List.of(
                        "addr add 192.0.2.6/30 dev eth0",
                        "addr add 172.31.2.2/30 dev eth1",
                        "route add default via 192.0.2.5",
                        "route add 10.0.0.0/8 via 172.31.2.1",
                        "addr add 2001:db8:f:2::2/64 dev eth0 nodad",
                        "addr add fd00:2::2/64 dev eth1 nodad",
                        "route add default via 2001:db8:f:2::1",
                        "route add 2001:db8:10::/64 via fd00:2::1",
                        "neigh add 192.0.2.5 lladdr " + ROUTER_MAC + " dev eth0 nud permanent",
                        "neigh add 2001:db8:f:2::1 lladdr " + ROUTER_MAC + " dev eth0 nud permanent",
                        "neigh add 172.31.2.1 lladdr " + FABRIC_MAC + " dev eth1 nud permanent",
                        "neigh add fd00:2::1 lladdr " + FABRIC_MAC + " dev eth1 nud permanent"));
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public,eth1=private");
        border = new NodeUnderTest(namespace, new BorderRole(interfaces), interfaces);
        border.apply(List.of(
                Resources.ecs(BOUND, BOUND_ECS, ROUTED_IPV6, null),
                Resources.ecs(NAT_SERVER, NAT_ECS, null, null),
                Resources.ecs(LONELY, LONELY_ECS, LONELY_IPV6, null),
                Resources.eip("eip", EIP_BOUND, EIP, BOUND_ECS),
                Resources.eip("eip-wide", EIP_WIDE, "203.0.113.30", null),
                Resources.eip("eip-a", EIP_SNAT_A, "203.0.113.31", null),
                Resources.eip("eip-b", EIP_SNAT_B, "203.0.113.32", null),
                Resources.eip("eip-dnat", EIP_DNAT, DNAT_EIP, null),
                Resources.eip("eip-dnat-all", EIP_DNAT_ALL, DNAT_ALL_EIP, null),
                Resources.ipv6Gateway(GATEWAY, ROUTED_IPV6),
                Resources.nat(50, nat())));
    }

    private static Configuration.NatGateway nat() {
        Endpoint any = new Endpoint(IpAddress.parse(NAT_ECS), 0);
        Endpoint web = new Endpoint(IpAddress.parse(NAT_ECS), 8080);
        return new Configuration.NatGateway(
                List.of(
                        new SnatEntry(IpPrefix.parse("10.0.0.0/16"), List.of("eip-wide")),
                        new SnatEntry(IpPrefix.parse("10.0.0.0/24"), List.of("eip-a", "eip-b"))),
                List.of(
                        new DnatEntry("eip-dnat", Frame.TCP, 80, "ecs3", web),
                        new DnatEntry("eip-dnat", Frame.UDP, 53, "ecs3", web),
                        new DnatEntry("eip-dnat-all", 0, 0, "ecs3", any)));
    }

    @AfterAll
    static void unload() {
        namespace.close();
    }

    private static SeenFrame in(Hook hook, Frame frame) {
        return border.run("border", hook, "eth0", frame);
    }

    private static SeenFrame out(Hook hook, Frame frame) {
        return border.run("border", hook, "eth1", frame);
    }

    private static long octets(int resource, Direction direction, DropReason reason) {
        return border.octets(ObservationPoint.BORDER, resource, direction, reason);
    }

    /** Numbers for a session's port or identifier that no other test uses. */
    private static int port() {
        return PORT.incrementAndGet();
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  6,  443", "XDP, 6,  443",
        "TC,  17, 53", "XDP, 17, 53",
        "TC,  1,  0", "XDP, 1,  0",
    })
    void shouldShareThePoolAmongPrivateSources(Hook hook, int protocol, int port) {
        Frame request = Frame.of(protocol, NAT_ECS, port(), CLIENT, port);
        int eip = 31 + IpAddress.parse(NAT_ECS).ipv4Bits() % 2;
        long out = octets(eip, Direction.OUT, DropReason.NONE);
        long in = octets(eip, Direction.IN, DropReason.NONE);
        SeenFrame there = out(hook, request);
        assertThat(there.verdict()).isEqualTo(REDIRECTED);
        assertThat(there.destinationMac()).isEqualTo(ROUTER_MAC);
        assertThat(there.from()).isEqualTo("203.0.113." + eip);
        assertThat(there.source().port()).isBetween(1024, 65535);
        assertThat(there.destination()).isEqualTo(request.destination());
        assertThat(there.hops()).isEqualTo(63);
        assertThat(there.isRight()).isTrue();
        assertThat(border.entryOfSessionFrom(request.source().port())).isEqualTo(Entry.SNAT);

        Frame reply = Frame.answer(there).withPayload(500);
        SeenFrame back = in(hook, reply);
        assertThat(back.verdict()).isEqualTo(REDIRECTED);
        assertThat(back.destinationMac()).isEqualTo(FABRIC_MAC);
        assertThat(back.destination()).isEqualTo(request.source());
        assertThat(back.source()).isEqualTo(request.destination());
        assertThat(back.isRight()).isTrue();
        assertThat(octets(eip, Direction.OUT, DropReason.NONE) - out).isEqualTo(request.octets());
        assertThat(octets(eip, Direction.IN, DropReason.NONE) - in).isEqualTo(reply.octets());
        SeenFrame again = out(hook, request);
        assertThat(again.source()).isEqualTo(there.source());
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldTakeThePoolOfTheLongestPrefix(Hook hook) {
        SeenFrame seen = out(hook, Frame.udp("10.0.7.1", port(), CLIENT, 53));
        assertThat(seen.from()).isEqualTo("203.0.113.30");
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldLeaveAWrongChecksumWrong(Hook hook) {
        for (int protocol : List.of(Frame.TCP, Frame.UDP, Frame.ICMP)) {
            Frame wrong = Frame.of(protocol, NAT_ECS, port(), CLIENT, protocol == Frame.ICMP ? 0 : 443)
                    .withWrongChecksum();
            int sum = SeenFrame.of(PASSED, wrong.bytes()).transportSum();
            SeenFrame seen = out(hook, wrong);
            assertThat(seen.verdict()).isEqualTo(REDIRECTED);
            assertThat(seen.headerSum()).isEqualTo(0xffff);
            assertThat(seen.transportSum()).isEqualTo(sum).isNotEqualTo(0xffff);
        }
    }

    /** A pool of one address and two ports, as the control process would write it but for the ports. */
    @ParameterizedTest
    @CsvSource({"TC, 10.9.1", "XDP, 10.9.2"})
    void shouldTellTheEipWhenItsPortsAreUsedUp(Hook hook, String network) {
        putPoolOfPorts(network, 3000, 3001);
        long before = octets(EIP_WIDE, Direction.OUT, DropReason.PORTS_EXHAUSTED);
        String server = hook == Hook.TC ? "198.51.100.21" : "198.51.100.22";
        List<SeenFrame> seen = List.of(
                out(hook, Frame.udp(network + ".1", port(), server, 53)),
                out(hook, Frame.udp(network + ".2", port(), server, 53)),
                out(hook, Frame.udp(network + ".3", port(), server, 53)));
        assertThat(seen.subList(0, 2))
                .extracting(frame -> frame.source().port())
                .containsExactlyInAnyOrder(3000, 3001);
        assertThat(seen.get(2).verdict()).isEqualTo(DROPPED);
        assertThat(octets(EIP_WIDE, Direction.OUT, DropReason.PORTS_EXHAUSTED) - before)
                .isEqualTo(Frame.udp(network + ".3", 1, server, 53).octets());
        assertThat(out(hook, Frame.udp(network + ".3", port(), server, 54)).verdict())
                .as("another peer, so the same ports are free")
                .isEqualTo(REDIRECTED);
    }

    private static void putPoolOfPorts(String network, int first, int last) {
        Struct address = Struct.of(FlowAbi.ADDRESS_BINDING)
                .with("peer", IpAddress.parse("203.0.113.30"))
                .with("resource", EIP_WIDE)
                .with("binding", EIP_WIDE + 100);
        border.map("snat_pools")
                .put(
                        Struct.of(FlowAbi.PREFIX_KEY)
                                .with("prefix_length", 96 + 24)
                                .with("address", IpAddress.parse(network + ".0"))
                                .segment(),
                        Struct.of(FlowAbi.SNAT_POOL)
                                .with("address_count", 1)
                                .withShort("first_port", first)
                                .withShort("last_port", last)
                                .with("addresses", 0, address.segment())
                                .segment());
    }

    /** A pool of one address and one port towards one server: the port is in use, rests, and has rested. */
    @ParameterizedTest
    @CsvSource({"TC, 10.9.3", "XDP, 10.9.4"})
    void shouldLetAPortRestBeforeTheNextSessionGetsIt(Hook hook, String network) {
        putPoolOfPorts(network, 3000, 3000);
        String server = hook == Hook.TC ? "198.51.100.23" : "198.51.100.24";
        assertThat(out(hook, Frame.udp(network + ".1", port(), server, 53)).verdict())
                .isEqualTo(REDIRECTED);
        border.endAllSessions();
        border.report();
        Frame next = Frame.udp(network + ".2", port(), server, 53);
        assertThat(out(hook, next).verdict()).as("rests").isEqualTo(DROPPED);
        assertThat(in(hook, Frame.udp(server, 53, "203.0.113.30", 3000)).verdict())
                .as("a late answer finds nobody")
                .isEqualTo(DROPPED);
        assertThat(out(hook, Frame.udp(network + ".2", port(), server, 54)).verdict())
                .as("another peer may have it")
                .isEqualTo(REDIRECTED);
        border.restOfPortsEnds();
        SeenFrame seen = out(hook, next);
        assertThat(seen.verdict()).isEqualTo(REDIRECTED);
        assertThat(seen.source().port()).isEqualTo(3000);
        border.report();
        assertThat(border.restingPorts()).as("forgotten once they have rested").isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  6,  203.0.113.33, 80, 8080, 33", "XDP, 6,  203.0.113.33, 80, 8080, 33",
        "TC,  17, 203.0.113.33, 53, 8080, 33", "XDP, 17, 203.0.113.33, 53, 8080, 33",
        "TC,  6,  203.0.113.34, 81, 81,   34", "XDP, 17, 203.0.113.34, 82, 82,   34",
        "TC,  1,  203.0.113.34, 0,  0,    34", "XDP, 1,  203.0.113.34, 0,  0,    34",
    })
    void shouldLeadAPortOfAnEipToItsServer(Hook hook, int protocol, String eip, int port, int serverPort, int number) {
        Frame request = Frame.of(protocol, CLIENT, port(), eip, port);
        long in = octets(number, Direction.IN, DropReason.NONE);
        SeenFrame there = in(hook, request);
        assertThat(there.verdict()).isEqualTo(REDIRECTED);
        assertThat(there.destination()).isEqualTo(new Endpoint(IpAddress.parse(NAT_ECS), serverPort));
        assertThat(there.source()).isEqualTo(request.source());
        assertThat(there.isRight()).isTrue();
        assertThat(border.entryOfSessionFrom(request.source().port())).isEqualTo(Entry.DNAT);
        assertThat(octets(number, Direction.IN, DropReason.NONE) - in).isEqualTo(request.octets());

        long out = octets(number, Direction.OUT, DropReason.NONE);
        Frame reply = Frame.answer(there);
        SeenFrame back = out(hook, reply);
        assertThat(back.verdict()).isEqualTo(REDIRECTED);
        assertThat(back.source()).isEqualTo(request.destination());
        assertThat(back.destination()).isEqualTo(request.source());
        assertThat(back.isRight()).isTrue();
        assertThat(octets(number, Direction.OUT, DropReason.NONE) - out).isEqualTo(reply.octets());
    }

    @ParameterizedTest
    @CsvSource({"TC,  6", "XDP, 6", "TC,  17", "XDP, 17", "TC,  1", "XDP, 1"})
    void shouldTranslateOneToOneWithThePortAsItIs(Hook hook, int protocol) {
        Frame request = Frame.of(protocol, BOUND_ECS, port(), CLIENT, protocol == Frame.ICMP ? 0 : 443);
        SeenFrame there = out(hook, request);
        assertThat(there.from()).isEqualTo(EIP);
        assertThat(there.source().port()).isEqualTo(request.source().port());
        assertThat(there.isRight()).isTrue();
        SeenFrame back = in(hook, Frame.answer(there));
        assertThat(back.destination()).isEqualTo(request.source());
        assertThat(back.isRight()).isTrue();
        assertThat(border.entryOfSessionFrom(request.source().port())).isEqualTo(Entry.EIP);
    }

    @ParameterizedTest
    @CsvSource({"TC,  6", "XDP, 6", "TC,  17", "XDP, 17", "TC,  58", "XDP, 58"})
    void shouldRouteIpv6UntranslatedForAGateway(Hook hook, int protocol) {
        long in = octets(GATEWAY, Direction.IN, DropReason.NONE);
        long out = octets(GATEWAY, Direction.OUT, DropReason.NONE);
        Frame request = Frame.of(protocol, CLIENT_IPV6, port(), ROUTED_IPV6, protocol == Frame.ICMPV6 ? 0 : 80);
        SeenFrame there = in(hook, request);
        assertThat(there.verdict()).isEqualTo(REDIRECTED);
        assertThat(there.destinationMac()).isEqualTo(FABRIC_MAC);
        assertThat(there.source()).isEqualTo(request.source());
        assertThat(there.destination()).isEqualTo(request.destination());
        assertThat(there.hops()).isEqualTo(63);
        assertThat(there.isRight()).isTrue();
        assertThat(border.entryOfSessionFrom(request.source().port())).isEqualTo(Entry.IPV6GW);

        Frame reply = Frame.answer(there);
        SeenFrame back = out(hook, reply);
        assertThat(back.verdict()).isEqualTo(REDIRECTED);
        assertThat(back.destinationMac()).isEqualTo(ROUTER_MAC);
        assertThat(back.destination()).isEqualTo(request.source());
        assertThat(octets(GATEWAY, Direction.IN, DropReason.NONE) - in).isEqualTo(request.octets());
        assertThat(octets(GATEWAY, Direction.OUT, DropReason.NONE) - out).isEqualTo(reply.octets());
    }

    /** What no translation touches must not change, right or wrong. */
    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldRouteFragmentsForAGateway(Hook hook) {
        Frame first = Frame.udp(CLIENT_IPV6, port(), ROUTED_IPV6, 80).asFragment(0, true);
        for (Frame fragment : List.of(first, first.asFragment(20, false), first.withExtensions())) {
            SeenFrame seen = in(hook, fragment);
            assertThat(seen.verdict()).isEqualTo(REDIRECTED);
            assertThat(seen.hops()).isEqualTo(63);
            assertThat(seen.source()).isEqualTo(fragment.source());
            assertThat(seen.transportSum())
                    .isEqualTo(SeenFrame.of(PASSED, fragment.bytes()).transportSum());
        }
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldRefuseWithTheReasonAndTheOwner(Hook hook) {
        int snat = 31 + IpAddress.parse(NAT_ECS).ipv4Bits() % 2;
        assertOutDropped(hook, Frame.udp(LONELY_ECS, port(), CLIENT, 53), LONELY, DropReason.NO_PUBLIC_PATH);
        assertOutDropped(hook, Frame.udp(LONELY_IPV6, port(), CLIENT_IPV6, 53), LONELY, DropReason.NO_PUBLIC_PATH);
        Frame syn = Frame.tcp(NAT_ECS, port(), CLIENT, 443);
        assertOutDropped(hook, syn.withTcpFlags(Frame.ACK), snat, DropReason.NO_SESSION);
        assertOutDropped(hook, syn.asFragment(0, true), snat, DropReason.FRAGMENT);
        assertOutDropped(hook, Frame.of(Frame.ICMP, NAT_ECS, 0, CLIENT, port()), snat, DropReason.NO_SESSION);
        assertInDropped(hook, Frame.tcp(CLIENT, port(), DNAT_EIP, 81), EIP_DNAT, DropReason.NO_LISTENER);
        assertInDropped(hook, Frame.udp(CLIENT, port(), "203.0.113.31", 53), EIP_SNAT_A, DropReason.NO_LISTENER);
        assertInDropped(hook, Frame.echoRequest(CLIENT, DNAT_EIP, port()), EIP_DNAT, DropReason.NO_LISTENER);
        Frame stray = Frame.tcp(CLIENT, port(), DNAT_EIP, 80).withTcpFlags(Frame.ACK);
        assertInDropped(hook, stray, EIP_DNAT, DropReason.NO_SESSION);
        assertInDropped(hook, Frame.udp(CLIENT, port(), DNAT_EIP, 53).withHops(1), EIP_DNAT, DropReason.TTL_EXPIRED);
        assertInDropped(hook, Frame.udp(CLIENT_IPV6, port(), LONELY_IPV6, 80), 0, DropReason.UNROUTABLE);
    }

    private static void assertOutDropped(Hook hook, Frame frame, int owner, DropReason reason) {
        long before = octets(owner, Direction.OUT, reason);
        assertThat(out(hook, frame).verdict()).as(reason.name()).isEqualTo(DROPPED);
        assertThat(octets(owner, Direction.OUT, reason) - before)
                .as(reason.name())
                .isEqualTo(frame.octets());
    }

    private static void assertInDropped(Hook hook, Frame frame, int owner, DropReason reason) {
        long before = octets(owner, Direction.IN, reason);
        assertThat(in(hook, frame).verdict()).as(reason.name()).isEqualTo(DROPPED);
        assertThat(octets(owner, Direction.IN, reason) - before)
                .as(reason.name())
                .isEqualTo(frame.octets());
    }
}
