package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.ANSWERED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Application;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.node.maps.LimitRate;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a load balancer says by itself: it refuses connections and answers echoes, at its owner's cost. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class AnswerPacketsIT {
    private static final int PORT = 20_000;
    private static final int SLB = 1;
    private static final int SLB_IPV6 = 2;

    private TestNamespace namespace;
    private NodeUnderTest director;

    @BeforeEach
    void load() {
        namespace = new TestNamespace(List.of("eth0"), List.of());
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public");
        director = new NodeUnderTest(namespace, new DirectorRole("director1", interfaces, hops -> {}), interfaces);
        Listener nobodyServes = Listener.transport(Frame.TCP, 80, List.of());
        Listener noProxyServes = new Listener(Frame.TCP, Application.HTTP, 443, List.of(), List.of());
        director.apply(List.of(
                Resources.slb(SLB, "203.0.113.10", List.of(nobodyServes, noProxyServes)),
                Resources.slb(SLB_IPV6, "2001:db8:5::10", List.of(nobodyServes, noProxyServes)),
                Resources.node(
                        "director1", 10, NodeRole.DIRECTOR, List.of("100.64.1.0/30", "fd64:1::/126"), List.of())));
    }

    @AfterEach
    void unload() {
        namespace.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  198.51.100.11,  203.0.113.10,   1, 80,  NO_BACKEND",
        "XDP, 198.51.100.11,  203.0.113.10,   1, 443, NO_BACKEND",
        "TC,  198.51.100.11,  203.0.113.10,   1, 81,  NO_LISTENER",
        "XDP, 198.51.100.11,  203.0.113.10,   1, 81,  NO_LISTENER",
        "TC,  2001:db8:c::11, 2001:db8:5::10, 2, 80,  NO_BACKEND",
        "XDP, 2001:db8:c::11, 2001:db8:5::10, 2, 443, NO_BACKEND",
        "TC,  2001:db8:c::11, 2001:db8:5::10, 2, 81,  NO_LISTENER",
        "XDP, 2001:db8:c::11, 2001:db8:5::10, 2, 81,  NO_LISTENER",
    })
    void shouldRefuseAConnectionWithAResetAtTheOwnersCost(
            Hook hook, String client, String vip, int slb, int port, DropReason reason) {
        Frame syn = Frame.tcp(client, PORT, vip, port).withPayload(27);
        SeenFrame reset = director.runRefused("director", hook, "eth0", syn);
        assertThat(reset.verdict()).isEqualTo(answered(hook));
        assertThat(reset.source()).isEqualTo(syn.destination());
        assertThat(reset.destination()).isEqualTo(syn.source());
        assertThat(reset.destinationMac()).isEqualTo("02:00:00:00:00:02");
        assertThat(reset.hops()).isEqualTo(64);
        assertThat(reset.isRight()).isTrue();
        ByteBuffer tcp = ByteBuffer.wrap(reset.transport());
        assertThat(tcp.remaining()).isEqualTo(20);
        assertThat(tcp.getInt(4)).as("sequence number").isZero();
        assertThat(tcp.getInt(8)).as("acknowledges SYN and data").isEqualTo(1 + 1 + 27);
        assertThat(tcp.getShort(12)).isEqualTo((short) (0x5000 | Frame.RST | Frame.ACK));

        int octets = syn.isIpv4() ? 40 : 60;
        assertThat(octets(slb, Direction.IN, reason)).isEqualTo(syn.octets());
        assertThat(octets(slb, Direction.OUT, DropReason.NONE)).isEqualTo(octets);
        assertThat(director.sessions()).isZero();
        assertThat(director.recordsWithoutSession(slb)).singleElement().satisfies(record -> {
            assertThat(record.observationPoint()).isEqualTo(ObservationPoint.SLB_FRONT);
            assertThat(record.bindingId()).isEqualTo(slb + 100);
            assertThat(record.octets(Direction.OUT).delta()).isEqualTo(octets);
            assertThat(record.packets(Direction.OUT).delta()).isEqualTo(1);
            assertThat(record.octets(Direction.IN).delta()).isZero();
        });
        director.report();
        assertThat(director.recordsWithoutSession(slb)).as("once").isEmpty();
    }

    /** Whoever sent it would get a reset for what it did not say. */
    @ParameterizedTest
    @CsvSource({"TC, 198.51.100.11, 203.0.113.10", "XDP, 2001:db8:c::11, 2001:db8:5::10"})
    void shouldNotAnswerWhatIsWrong(Hook hook, String client, String vip) {
        Frame syn = Frame.tcp(client, PORT, vip, 81);
        for (Frame frame : List.of(
                syn.withWrongChecksum(), syn.withTcpFlags(Frame.SYN | Frame.RST), syn.withTcpFlags(Frame.ACK))) {
            assertThat(director.runRefused("director", hook, "eth0", frame).verdict())
                    .isEqualTo(DROPPED);
        }
        assertThat(octets(SLB, Direction.OUT, DropReason.NONE) + octets(SLB_IPV6, Direction.OUT, DropReason.NONE))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "TC,  198.51.100.11,  203.0.113.10,   1", "XDP, 198.51.100.11,  203.0.113.10,   1",
        "TC,  2001:db8:c::11, 2001:db8:5::10, 2", "XDP, 2001:db8:c::11, 2001:db8:5::10, 2",
    })
    void shouldAnswerAnEchoAtTheOwnersCost(Hook hook, String client, String vip, int slb) {
        Frame request = Frame.echoRequest(client, vip, 77).withPayload(1000).withHops(1);
        SeenFrame reply = director.run("director", hook, "eth0", request);
        assertThat(reply.verdict()).isEqualTo(answered(hook));
        assertThat(reply.source().address()).isEqualTo(request.destination().address());
        assertThat(reply.destination().address()).isEqualTo(request.source().address());
        assertThat(reply.destination().port()).as("identifier of a reply").isEqualTo(77);
        assertThat(reply.hops()).isEqualTo(64);
        assertThat(reply.isRight()).isTrue();
        assertThat(reply.transport()).hasSize(8 + 1000).endsWith(new byte[] {(byte) 0xee, (byte) 0xef});
        assertThat(octets(slb, Direction.IN, DropReason.NONE)).isEqualTo(request.octets());
        assertThat(octets(slb, Direction.OUT, DropReason.NONE)).isEqualTo(request.octets());
        assertThat(director.sessions()).isZero();
        assertThat(director.recordsWithoutSession(slb))
                .extracting(FlowRecord::flowId)
                .hasSize(2);
        assertThat(director.run("director", hook, "eth0", request.withWrongChecksum())
                        .isRight())
                .as("a wrong checksum stays wrong")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"TC, 198.51.100.11, 203.0.113.10, 1", "XDP, 2001:db8:c::11, 2001:db8:5::10, 2"})
    void shouldObeyTheLimitOfTheOwner(Hook hook, String client, String vip, int slb) {
        LimitTable limits = new LimitTable(director.map("limits"));
        limits.replace(Map.of(new LimitTable.Key(slb, Direction.OUT), new LimitRate(8)));
        Frame echo = Frame.echoRequest(client, vip, 77).withPayload(1400);
        for (int i = 0; i < 200; i++) {
            director.run("director", hook, "eth0", echo);
        }
        assertThat(octets(slb, Direction.OUT, DropReason.NONE)).isLessThanOrEqualTo(128 * 1024);
        assertThat(octets(slb, Direction.IN, DropReason.LIMIT)).isPositive();
        long out = octets(slb, Direction.OUT, DropReason.NONE);
        for (int i = 0; i < 200; i++) {
            director.runRefused("director", hook, "eth0", Frame.tcp(client, PORT, vip, 81));
        }
        assertThat(octets(slb, Direction.OUT, DropReason.NONE) - out).isLessThan(1500);
        assertThat(octets(slb, Direction.IN, DropReason.NO_LISTENER))
                .isEqualTo(200L * Frame.tcp(client, PORT, vip, 81).octets());
    }

    private static NodeUnderTest.Verdict answered(Hook hook) {
        return hook == Hook.TC ? REDIRECTED : ANSWERED;
    }

    private long octets(int slb, Direction direction, DropReason reason) {
        return director.octets(ObservationPoint.SLB_FRONT, slb, direction, reason);
    }
}
