package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.AccessList;
import io.turnpike.flow.Backend;
import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Protection;
import io.turnpike.flow.Resource;
import io.turnpike.node.metrics.BalancerMetrics;
import io.turnpike.node.metrics.Exposition;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import io.turnpike.registry.Registry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets through a director, and what its load balancers' figures then are, to the last octet. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class BalancerMetricsIT {
    private static final long SECOND = 1_000_000_000L;
    private static final int FIN = 1;

    private static final AtomicLong now = new AtomicLong();
    private static int lastPort = 20_000;
    private static int lastSlb = 150;
    private static TestNamespace namespace;
    private static NodeUnderTest director;
    private static BalancerMetrics figures;
    private static int slb;

    @BeforeAll
    static void load() {
        namespace = DirectorNetwork.namespace();
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public,eth1=private");
        director = new NodeUnderTest(namespace, new DirectorRole("director1", interfaces, proxies -> {}), interfaces);
        figures = director.figures(now::get);
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

    private static String name() {
        return "slb" + slb;
    }

    /** A load balancer of its own for each call: TCP 80 that is protected, UDP 53, and TCP 90 to 99. */
    private static void apply(boolean ipv4, Protection protection) {
        slb = ++lastSlb;
        List<Backend> servers = List.of(
                new Backend("ecs1", new Endpoint(IpAddress.parse(ipv4 ? "10.0.0.11" : "2001:db8:10::11"), 8080), 1));
        apply(
                Listener.transport(Frame.TCP, 80, servers).with(protection),
                Listener.transport(Frame.UDP, 53, servers),
                Listener.transport(Frame.TCP, 90, servers).withLastPort(99),
                Listener.transport(Frame.TCP, 70, List.of()));
    }

    private static void apply(Listener... listeners) {
        boolean ipv4 = listeners[0].backends().getFirst().endpoint().address().isIpv4();
        List<Resource> resources = List.of(
                Resources.slb(slb, vip(ipv4), List.of(listeners)),
                Resources.node(
                        "director1", 1000, NodeRole.DIRECTOR, List.of("100.64.1.0/30", "fd64:1::/126"), List.of()));
        director.apply(resources);
        figures.configure(
                new Registry(resources.stream().collect(Collectors.toMap(Resource::id, Function.identity()))));
    }

    /** The interval is over. */
    private static Exposition reportAfter(long seconds) {
        now.addAndGet(seconds * SECOND);
        director.report();
        return Exposition.of(figures.text());
    }

    private static Exposition figures() {
        return Exposition.of(figures.text());
    }

    private static double tcp(Exposition exposition, String name) {
        return exposition.listener(name, name(), "TCP", "80");
    }

    private static double udp(Exposition exposition, String name) {
        return exposition.listener(name, name(), "UDP", "53");
    }

    private static double all(Exposition exposition, String name) {
        return exposition.balancer(name, name());
    }

    private static SeenFrame fromClient(Hook hook, Frame frame) {
        return director.run("director", hook, "eth0", frame);
    }

    private static SeenFrame fromServer(Hook hook, Frame frame) {
        return director.run("director", hook, "eth1", frame);
    }

    /** SYN, SYN and ACK, ACK; the client's frame. */
    private static Frame connect(Hook hook, boolean ipv4, int port) {
        Frame client = Frame.tcp(client(ipv4), ++lastPort, vip(ipv4), port);
        SeenFrame syn = fromClient(hook, client);
        assertThat(syn.verdict()).isEqualTo(REDIRECTED);
        assertThat(fromServer(hook, Frame.answer(syn)).verdict()).isEqualTo(REDIRECTED);
        Frame established = client.withTcpFlags(Frame.ACK);
        assertThat(fromClient(hook, established).verdict()).isEqualTo(REDIRECTED);
        return established;
    }

    @ParameterizedTest
    @CsvSource({"TC, true", "XDP, true", "TC, false", "XDP, false"})
    void shouldTellWhatPassedAndWhatIsOpen(Hook hook, boolean ipv4) {
        apply(ipv4, Protection.NONE);
        Frame first = connect(hook, ipv4, 80);
        connect(hook, ipv4, 80);
        Frame halfOpen = Frame.tcp(client(ipv4), ++lastPort, vip(ipv4), 80);
        fromClient(hook, halfOpen);
        Frame request = Frame.udp(client(ipv4), ++lastPort, vip(ipv4), 53).withPayload(700);
        Frame reply = Frame.answer(fromClient(hook, request)).withPayload(1000);
        fromServer(hook, reply);
        connect(hook, ipv4, 95);

        Exposition open = figures();
        assertThat(tcp(open, "ActiveConnection")).isEqualTo(2);
        assertThat(tcp(open, "InactiveConnection")).as("half open").isEqualTo(1);
        assertThat(tcp(open, "MaxConnection")).isEqualTo(3);
        assertThat(udp(open, "ActiveConnection")).isZero();
        assertThat(udp(open, "InactiveConnection")).isEqualTo(1);
        assertThat(open.listener("ActiveConnection", name(), "TCP", "90-99")).isEqualTo(1);
        assertThat(all(open, "InstanceActiveConnection")).isEqualTo(3);
        assertThat(all(open, "InstanceInactiveConnection")).isEqualTo(2);
        assertThat(all(open, "InstanceMaxConnection")).isEqualTo(5);
        assertThat(tcp(open, "NewConnection")).as("nothing is reported yet").isZero();

        Exposition report = reportAfter(10);
        int octets = first.octets();
        assertThat(tcp(report, "NewConnection")).isEqualTo(0.3);
        assertThat(tcp(report, "PacketRX")).isEqualTo(0.5);
        assertThat(tcp(report, "PacketTX")).isEqualTo(0.2);
        assertThat(tcp(report, "TrafficRXNew")).isEqualTo(5 * octets * 8 / 10.0);
        assertThat(tcp(report, "TrafficTXNew")).isEqualTo(2 * octets * 8 / 10.0);
        assertThat(tcp(report, "turnpike_slb_received_octets_total")).isEqualTo(5 * octets);
        assertThat(udp(report, "TrafficRXNew")).isEqualTo(request.octets() * 8 / 10.0);
        assertThat(udp(report, "TrafficTXNew")).isEqualTo(reply.octets() * 8 / 10.0);
        assertThat(all(report, "InstanceNewConnection")).isEqualTo(0.5);
        assertThat(all(report, "InstancePacketRX")).isEqualTo(0.8);
        assertThat(all(report, "InstanceTrafficRX")).isEqualTo((7 * octets + request.octets()) * 8 / 10.0);
        assertThat(all(report, "InstanceTrafficTX")).isEqualTo((3 * octets + reply.octets()) * 8 / 10.0);
        assertThat(all(report, "InstanceDropConnection")).isZero();
        assertThat(all(report, "InstanceDropPacketRX")).isZero();

        fromClient(hook, first.withTcpFlags(Frame.ACK | FIN));
        Exposition closing = figures();
        assertThat(tcp(closing, "ActiveConnection")).isEqualTo(1);
        assertThat(tcp(closing, "InactiveConnection")).isEqualTo(2);

        director.endAllSessions();
        Exposition over = reportAfter(10);
        assertThat(tcp(over, "ActiveConnection") + tcp(over, "InactiveConnection"))
                .isZero();
        assertThat(tcp(over, "MaxConnection")).as("of the last minute").isEqualTo(3);
        assertThat(all(over, "InstanceMaxConnection")).isEqualTo(5);
        assertThat(tcp(over, "turnpike_slb_received_octets_total"))
                .as("the last octets of what has ended, too")
                .isEqualTo(6 * octets);
        assertThat(tcp(over, "turnpike_slb_connections_total")).isEqualTo(3);
        assertThat(tcp(over, "NewConnection")).isEqualTo(0.15);
        director.report();
    }

    @ParameterizedTest
    @CsvSource({"TC, true", "XDP, true", "TC, false", "XDP, false"})
    void shouldTellWhoWasRefused(Hook hook, boolean ipv4) {
        IpPrefix outlaw = IpPrefix.parse(ipv4 ? "198.51.100.66/32" : "2001:db8:c::66/128");
        AccessList list = new AccessList(AccessList.Action.DENY, List.of(outlaw));
        apply(ipv4, new Protection(new ConnectionLimits(2, 0), 0, 0, list));
        connect(hook, ipv4, 80);
        Frame client = connect(hook, ipv4, 80);
        Frame refused = Frame.tcp(client(ipv4), ++lastPort, vip(ipv4), 80).withPayload(100);
        assertThat(fromClient(hook, refused).verdict()).as("a third one").isEqualTo(DROPPED);
        Frame denied = Frame.tcp(ipv4 ? "198.51.100.66" : "2001:db8:c::66", ++lastPort, vip(ipv4), 80);
        assertThat(fromClient(hook, denied).verdict()).as("on the list").isEqualTo(DROPPED);
        Frame stray = Frame.tcp(client(ipv4), ++lastPort, vip(ipv4), 80).withTcpFlags(Frame.ACK);
        assertThat(fromClient(hook, stray).verdict()).as("without session").isEqualTo(DROPPED);
        Frame dying = client.withHops(1);
        assertThat(fromClient(hook, dying).verdict()).as("of a session").isEqualTo(DROPPED);
        Frame unserved = Frame.tcp(client(ipv4), ++lastPort, vip(ipv4), 70);
        director.runRefused("director", hook, "eth0", unserved);
        Frame unheard = Frame.udp(client(ipv4), ++lastPort, vip(ipv4), 4711);
        assertThat(fromClient(hook, unheard).verdict()).as("no listener").isEqualTo(DROPPED);

        Exposition report = reportAfter(10);
        int dropped = refused.octets() + denied.octets() + stray.octets() + dying.octets();
        assertThat(tcp(report, "DropConnection")).isEqualTo(0.2);
        assertThat(tcp(report, "turnpike_slb_dropped_connections_total")).isEqualTo(2);
        assertThat(tcp(report, "DropPacketRX")).isEqualTo(0.4);
        assertThat(tcp(report, "DropTrafficRX")).isEqualTo(dropped * 8 / 10.0);
        assertThat(tcp(report, "DropPacketTX")).isZero();
        assertThat(tcp(report, "NewConnection")).isEqualTo(0.2);
        assertThat(tcp(report, "MaxConnection")).as("no more than the limit").isEqualTo(2);
        assertThat(report.listener("DropConnection", name(), "TCP", "70")).isEqualTo(0.1);
        assertThat(report.listener("DropTrafficRX", name(), "TCP", "70")).isEqualTo(unserved.octets() * 8 / 10.0);
        assertThat(udp(report, "DropPacketRX")).isZero();
        assertThat(all(report, "InstanceDropConnection")).isEqualTo(0.3);
        assertThat(all(report, "InstanceDropPacketRX"))
                .as("what no listener has, too")
                .isEqualTo(0.6);
        assertThat(all(report, "InstanceDropTrafficRX"))
                .isEqualTo((dropped + unserved.octets() + unheard.octets()) * 8 / 10.0);
        director.endAllSessions();
        director.report();
    }

    /** What leaves is dropped over the listener's cap. */
    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldTellWhatACapDropped(Hook hook) {
        apply(true, new Protection(ConnectionLimits.NONE, 1, 0, AccessList.OPEN));
        Frame client = Frame.tcp(client(true), ++lastPort, vip(true), 80);
        Frame answer =
                Frame.answer(fromClient(hook, client)).withTcpFlags(Frame.ACK).withPayload(1400);
        int passed = 0;
        while (fromServer(hook, answer).verdict() == REDIRECTED) {
            passed++;
        }
        fromServer(hook, answer);
        Exposition report = reportAfter(1);
        assertThat(passed).isPositive();
        assertThat(tcp(report, "PacketTX")).isEqualTo(passed);
        assertThat(tcp(report, "DropPacketTX")).isEqualTo(2);
        assertThat(tcp(report, "DropTrafficTX")).isEqualTo(2 * answer.octets() * 8);
        assertThat(tcp(report, "DropConnection")).isZero();
        assertThat(all(report, "InstanceDropPacketTX")).isEqualTo(2);
        assertThat(all(report, "InstanceDropTrafficTX")).isEqualTo(2 * answer.octets() * 8);
        director.endAllSessions();
        director.report();
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldForgetAListenerThatIsGone(Hook hook) {
        apply(true, Protection.NONE);
        connect(hook, true, 80);
        connect(hook, true, 95);
        reportAfter(10);
        List<Backend> servers = List.of(new Backend("ecs1", new Endpoint(IpAddress.parse("10.0.0.11"), 8080), 1));
        apply(Listener.transport(Frame.TCP, 80, servers));
        Exposition left = reportAfter(10);
        assertThat(left.count("ActiveConnection")).isEqualTo(1);
        assertThat(tcp(left, "NewConnection")).isEqualTo(0.05);
        assertThat(all(left, "InstanceNewConnection")).as("it has seen both").isEqualTo(0.1);
        director.endAllSessions();
        director.report();
    }
}
