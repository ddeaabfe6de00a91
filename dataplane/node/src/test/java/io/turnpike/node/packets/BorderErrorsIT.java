package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Configuration;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.SnatEntry;
import io.turnpike.node.role.BorderRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ICMP errors about what a border forwarded, through every kind of translation. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class BorderErrorsIT {
    private static final String CLIENT = "198.51.100.11";
    private static final String CLIENT_IPV6 = "2001:db8:c::11";
    private static final String BOUND_ECS = "10.0.0.12";
    private static final String NAT_ECS = "10.0.0.13";
    private static final String EIP = "203.0.113.20";
    private static final int EIP_BOUND = 20;
    private static final int EIP_SNAT = 31;
    private static final int EIP_DNAT = 33;
    private static final int GATEWAY = 40;
    private static final AtomicInteger PORT = new AtomicInteger(20_000);
    private static TestNamespace namespace;
    private static NodeUnderTest border;

    @BeforeAll
    static void load() {
        namespace = TestNamespace.betweenInternetAndFabric();
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public,eth1=private");
        border = new NodeUnderTest(namespace, new BorderRole(interfaces), interfaces);
        Endpoint web = new Endpoint(IpAddress.parse(NAT_ECS), 8080);
        border.apply(List.of(
                Resources.ecs(2, BOUND_ECS, "2001:db8:10::12", null),
                Resources.ecs(3, NAT_ECS, null, null),
                Resources.eip("eip", EIP_BOUND, EIP, BOUND_ECS),
                Resources.eip("eip-snat", EIP_SNAT, "203.0.113.31", null),
                Resources.eip("eip-dnat", EIP_DNAT, "203.0.113.33", null),
                Resources.ipv6Gateway(GATEWAY, "2001:db8:10::12"),
                Resources.nat(
                        50,
                        new Configuration.NatGateway(
                                List.of(new SnatEntry(IpPrefix.parse("10.0.0.0/24"), List.of("eip-snat"))),
                                List.of(new DnatEntry("eip-dnat", Frame.TCP, 80, "ecs3", web))))));
    }

    @AfterAll
    static void unload() {
        namespace.close();
    }

    private static SeenFrame run(Hook hook, boolean fromInternet, byte[] frame) {
        return border.run("border", hook, fromInternet ? "eth0" : "eth1", frame, 0);
    }

    private static long octets(int resource, Direction direction, DropReason reason) {
        return border.octets(ObservationPoint.BORDER, resource, direction, reason);
    }

    /** Hook, protocol, who opens, towards whom, its port, and the resource that pays. */
    private static final String CASES = """
            TC,  6,  10.0.0.13,       198.51.100.11,   443, 31
            XDP, 6,  10.0.0.13,       198.51.100.11,   443, 31
            TC,  17, 10.0.0.13,       198.51.100.11,   53,  31
            XDP, 17, 10.0.0.13,       198.51.100.11,   53,  31
            TC,  1,  10.0.0.13,       198.51.100.11,   0,   31
            XDP, 1,  10.0.0.13,       198.51.100.11,   0,   31
            TC,  6,  198.51.100.11,   203.0.113.33,    80,  33
            XDP, 6,  198.51.100.11,   203.0.113.33,    80,  33
            TC,  6,  10.0.0.12,       198.51.100.11,   443, 20
            XDP, 17, 198.51.100.11,   203.0.113.20,    53,  20
            TC,  1,  198.51.100.11,   203.0.113.20,    0,   20
            XDP, 1,  10.0.0.12,       198.51.100.11,   0,   20
            TC,  6,  2001:db8:c::11,  2001:db8:10::12, 80,  40
            XDP, 58, 2001:db8:10::12, 2001:db8:c::11,  0,   40
            """;

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void shouldTellWhoOpened(Hook hook, int protocol, String source, String target, int port, int payer) {
        boolean opensOutside = isOutside(source);
        Frame request = Frame.of(protocol, source, PORT.incrementAndGet(), target, port);
        SeenFrame there = run(hook, opensOutside, request.bytes());
        assertTells(hook, request, there, !opensOutside, payer);
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void shouldTellWhoAnswered(Hook hook, int protocol, String source, String target, int port, int payer) {
        boolean opensOutside = isOutside(source);
        SeenFrame there = run(
                hook,
                opensOutside,
                Frame.of(protocol, source, PORT.incrementAndGet(), target, port).bytes());
        Frame reply = Frame.answer(there).withPayload(99);
        SeenFrame back = run(hook, !opensOutside, reply.bytes());
        assertTells(hook, reply, back, opensOutside, payer);
    }

    private static boolean isOutside(String address) {
        return address.equals(CLIENT) || address.equals(CLIENT_IPV6);
    }

    /** A router behind the border, on the side where the packet went, sends it back. */
    private static void assertTells(Hook hook, Frame sent, SeenFrame went, boolean fromInternet, int payer) {
        assertThat(went.verdict()).isEqualTo(REDIRECTED);
        Direction direction = fromInternet ? Direction.IN : Direction.OUT;
        String router = sent.isIpv4()
                ? fromInternet ? "192.0.2.99" : "10.9.9.9"
                : fromInternet ? "2001:db8:f:9::1" : "fd00:9::9";
        for (byte[] error :
                List.of(IcmpError.tooBig(router, went.packet()), IcmpError.timeExceeded(router, went.packet()))) {
            long before = octets(payer, direction, DropReason.NONE);
            SeenFrame seen = run(hook, fromInternet, error);
            assertThat(seen.verdict()).isEqualTo(REDIRECTED);
            assertThat(seen.destination().address()).isEqualTo(sent.source().address());
            boolean isHidden = !fromInternet && sent.isIpv4();
            assertThat(seen.source().address())
                    .as("a hop of the Internet shows itself, one inside does not")
                    .isEqualTo(isHidden ? sent.destination().address() : IpAddress.parse(router));
            assertThat(seen.isRight()).isTrue();
            byte[] icmp = seen.transport();
            assertThat(Arrays.copyOfRange(icmp, 8, icmp.length))
                    .isEqualTo(Arrays.copyOfRange(sent.withHops(63).bytes(), 14, 14 + icmp.length - 8));
            assertThat(octets(payer, direction, DropReason.NONE) - before).isEqualTo(error.length - 14);
        }
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldOpenNothingForAnErrorAboutNoSession(Hook hook) {
        long sessions = border.sessions();
        byte[] unknown = Arrays.copyOfRange(
                Frame.udp(EIP, 5, CLIENT, PORT.incrementAndGet()).bytes(), 14, 14 + 54);
        byte[] error = IcmpError.tooBig("192.0.2.99", unknown);
        long before = octets(EIP_BOUND, Direction.IN, DropReason.NO_SESSION);
        assertThat(run(hook, true, error).verdict()).isEqualTo(DROPPED);
        assertThat(octets(EIP_BOUND, Direction.IN, DropReason.NO_SESSION) - before)
                .isEqualTo(error.length - 14);
        assertThat(border.sessions()).isEqualTo(sessions);
    }
}
