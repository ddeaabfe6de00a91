package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ICMP errors about what a director forwarded: whoever sent it finds its own packet in them. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class DirectorErrorsIT {
    private static final int SLB = 1;
    private static final int SLB_IPV6 = 2;
    private static final AtomicInteger PORT = new AtomicInteger(20_000);
    private static TestNamespace namespace;
    private static NodeUnderTest director;

    @BeforeAll
    static void load() {
        namespace = TestNamespace.betweenInternetAndFabric();
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public,eth1=private");
        director = new NodeUnderTest(namespace, new DirectorRole("director1", interfaces, hops -> {}), interfaces);
        director.apply(List.of(
                Resources.slb(SLB, "203.0.113.10", listeners("10.0.0.11")),
                Resources.slb(SLB_IPV6, "2001:db8:5::10", listeners("2001:db8:10::11")),
                Resources.node(
                        "director1", 10, NodeRole.DIRECTOR, List.of("100.64.1.0/30", "fd64:1::/126"), List.of())));
    }

    private static List<Listener> listeners(String backend) {
        List<Backend> backends = List.of(new Backend("ecs1", new Endpoint(IpAddress.parse(backend), 8080), 100));
        return List.of(Listener.transport(Frame.TCP, 80, backends), Listener.transport(Frame.UDP, 80, backends));
    }

    @AfterAll
    static void unload() {
        namespace.close();
    }

    private static SeenFrame run(Hook hook, String face, byte[] frame) {
        return director.run("director", hook, face, frame, 0);
    }

    private static long octets(int slb, Direction direction, DropReason reason) {
        return director.octets(ObservationPoint.SLB_FRONT, slb, direction, reason);
    }

    private static final String CASES = """
            TC,  6,  198.51.100.11,  203.0.113.10,   1, 192.0.2.99,      10.9.9.9
            XDP, 6,  198.51.100.11,  203.0.113.10,   1, 192.0.2.99,      10.9.9.9
            TC,  17, 198.51.100.11,  203.0.113.10,   1, 192.0.2.99,      10.9.9.9
            XDP, 17, 198.51.100.11,  203.0.113.10,   1, 192.0.2.99,      10.9.9.9
            TC,  6,  2001:db8:c::11, 2001:db8:5::10, 2, 2001:db8:f:9::1, fd00:9::9
            XDP, 6,  2001:db8:c::11, 2001:db8:5::10, 2, 2001:db8:f:9::1, fd00:9::9
            TC,  17, 2001:db8:c::11, 2001:db8:5::10, 2, 2001:db8:f:9::1, fd00:9::9
            XDP, 17, 2001:db8:c::11, 2001:db8:5::10, 2, 2001:db8:f:9::1, fd00:9::9
            """;

    /** Path MTU discovery of the client: a router before the backend cannot pass on what it had sent. */
    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void shouldTellTheClient(
            Hook hook, int protocol, String client, String vip, int slb, String internetRouter, String fabricRouter) {
        Frame request = Frame.of(protocol, client, PORT.incrementAndGet(), vip, 80);
        SeenFrame there = run(hook, "eth0", request.bytes());
        for (byte[] error : errors(fabricRouter, there)) {
            long out = octets(slb, Direction.OUT, DropReason.NONE);
            SeenFrame seen = run(hook, "eth1", error);
            assertThat(seen.verdict()).isEqualTo(REDIRECTED);
            assertThat(seen.source().address()).as("hides the router").isEqualTo(IpAddress.parse(vip));
            assertThat(seen.destination().address()).isEqualTo(IpAddress.parse(client));
            assertQuotes(seen, request, error);
            assertThat(octets(slb, Direction.OUT, DropReason.NONE) - out).isEqualTo(error.length - 14);
        }
        assertThat(director.recordsOfSessionFrom(request.source().port()))
                .filteredOn(record -> record.observationPoint() == ObservationPoint.SLB_FRONT)
                .singleElement()
                .extracting(record -> record.packets(Direction.OUT).to())
                .isEqualTo(2L);
    }

    /** Path MTU discovery of the server: a router before the client cannot pass on what it had answered. */
    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void shouldTellTheServer(
            Hook hook, int protocol, String client, String vip, int slb, String internetRouter, String fabricRouter) {
        Frame request = Frame.of(protocol, client, PORT.incrementAndGet(), vip, 80);
        SeenFrame there = run(hook, "eth0", request.bytes());
        Frame reply = Frame.answer(there).withPayload(100);
        SeenFrame back = run(hook, "eth1", reply.bytes());
        for (byte[] error : errors(internetRouter, back)) {
            long in = octets(slb, Direction.IN, DropReason.NONE);
            SeenFrame seen = run(hook, "eth0", error);
            assertThat(seen.verdict()).isEqualTo(REDIRECTED);
            assertThat(seen.source().address()).isEqualTo(reply.destination().address());
            assertThat(seen.destination().address()).isEqualTo(reply.source().address());
            assertQuotes(seen, reply, error);
            assertThat(octets(slb, Direction.IN, DropReason.NONE) - in).isEqualTo(error.length - 14);
        }
    }

    private static List<byte[]> errors(String router, SeenFrame about) {
        return List.of(IcmpError.tooBig(router, about.packet()), IcmpError.timeExceeded(router, about.packet()));
    }

    private static void assertQuotes(SeenFrame seen, Frame original, byte[] error) {
        assertThat(seen.isRight()).isTrue();
        assertThat(seen.hops()).isEqualTo(63);
        byte[] icmp = seen.transport();
        int at = error.length - icmp.length;
        assertThat(Arrays.copyOf(icmp, 2)).as("type and code").isEqualTo(Arrays.copyOfRange(error, at, at + 2));
        assertThat(Arrays.copyOfRange(icmp, 4, 8)).as("MTU").isEqualTo(Arrays.copyOfRange(error, at + 4, at + 8));
        byte[] sent = original.withHops(63).bytes();
        assertThat(Arrays.copyOfRange(icmp, 8, icmp.length))
                .as("as it was sent, but for the hop it went")
                .isEqualTo(Arrays.copyOfRange(sent, 14, 14 + icmp.length - 8));
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  198.51.100.11,  203.0.113.10,   1, 192.0.2.99",
        "XDP, 198.51.100.11,  203.0.113.10,   1, 192.0.2.99",
        "TC,  2001:db8:c::11, 2001:db8:5::10, 2, 2001:db8:f:9::1",
        "XDP, 2001:db8:c::11, 2001:db8:5::10, 2, 2001:db8:f:9::1",
    })
    void shouldDropWhatIsAboutNoSession(Hook hook, String client, String vip, int slb, String router) {
        long sessions = director.sessions();
        byte[] unknown = Arrays.copyOfRange(
                Frame.tcp(vip, 80, client, PORT.incrementAndGet()).bytes(), 14, 14 + 66);
        assertDropped(hook, IcmpError.tooBig(router, unknown), slb, DropReason.NO_SESSION);
        int header = IcmpError.headerOctets(unknown);
        byte[] cut = IcmpError.frame(router, unknown, header + 7, header == 20 ? 3 : 1, 1);
        assertDropped(hook, cut, slb, DropReason.MALFORMED);
        byte[] foreign = IcmpError.tooBig(router, unknown);
        foreign[14 + header + 8 + (header == 20 ? 15 : 23)] ^= 1;
        assertDropped(hook, foreign, slb, DropReason.MALFORMED);
        assertThat(director.sessions()).isEqualTo(sessions);
    }

    /** Nobody is told of what is malformed. */
    private static void assertDropped(Hook hook, byte[] frame, int slb, DropReason reason) {
        int owner = reason == DropReason.MALFORMED ? 0 : slb;
        long before = octets(owner, Direction.IN, reason);
        assertThat(run(hook, "eth0", frame).verdict()).as(reason.name()).isEqualTo(DROPPED);
        assertThat(octets(owner, Direction.IN, reason) - before).isEqualTo(frame.length - 14);
    }

    /** Anybody may send errors. */
    @ParameterizedTest
    @CsvSource({"TC, 6", "XDP, 17"})
    void shouldNotKeepASessionAlive(Hook hook, int protocol) {
        Frame request = Frame.of(protocol, "198.51.100.11", PORT.incrementAndGet(), "203.0.113.10", 80);
        SeenFrame there = run(hook, "eth0", request.bytes());
        long before = lastSeen(request);
        assertThat(run(hook, "eth1", IcmpError.tooBig("10.9.9.9", there.packet()))
                        .verdict())
                .isEqualTo(REDIRECTED);
        assertThat(lastSeen(request)).isEqualTo(before);
    }

    private static long lastSeen(Frame request) {
        return director.recordsOfSessionFrom(request.source().port()).stream()
                .mapToLong(FlowRecord::flowEndMilliseconds)
                .max()
                .orElseThrow();
    }
}
