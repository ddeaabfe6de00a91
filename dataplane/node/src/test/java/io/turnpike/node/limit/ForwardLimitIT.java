package io.turnpike.node.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.ProgramRun;
import io.turnpike.node.kernel.Frames;
import io.turnpike.node.kernel.LoadedNode;
import io.turnpike.node.kernel.TestNamespace;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.LimitRate;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.role.BorderRole;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The limiter where packets are translated: at the director's front, and at the border. */
@EnabledIf("io.turnpike.node.kernel.Machine#isRoot")
class ForwardLimitIT {
    private static final int DROP = 2;
    private static final int REDIRECT = 7;
    private static final int PACKETS_OF_A_BURST = 128;
    private static final Map<Direction, LimitRate> OUT = Map.of(Direction.OUT, new LimitRate(8));
    private static final Map<Direction, LimitRate> IN = Map.of(Direction.IN, new LimitRate(8));

    private static final Endpoint CLIENT = endpoint("198.51.100.11", 9000);
    private static final Endpoint VIP = endpoint("203.0.113.10", 53);
    private static final Endpoint EIP = endpoint("203.0.113.20", 53);
    private static final Endpoint ECS = endpoint("10.0.0.12", 5353);
    private static final Resource DIRECTOR = new Resource(
            "d1",
            1,
            ResourceKind.NODE,
            1,
            List.of(),
            new Configuration.Node(NodeRole.DIRECTOR, List.of(IpPrefix.parse("100.64.1.1/32")), List.of()));
    private static final Resource SLB = resource(
            "slb-dns",
            ResourceKind.SLB,
            VIP.address(),
            null,
            new Configuration.LoadBalancer(List.of(Listener.transport(17, 53, List.of(new Backend("ecs2", ECS, 1))))));
    private static final Resource BOUND_EIP =
            resource("eip-ecs2", ResourceKind.EIP, EIP.address(), ECS.address(), Configuration.NONE);

    private final TestNamespace namespace;
    private @Nullable LoadedNode node;

    ForwardLimitIT() throws IOException {
        namespace = new TestNamespace().neighbour("198.51.100.11").neighbour("10.0.0.12");
    }

    @AfterEach
    void close() throws IOException {
        if (node != null) {
            node.close();
        }
        namespace.close();
    }

    @Test
    void shouldLimitWhatALoadBalancerAnswersAndNotWhatItIsAsked() throws IOException {
        LoadedNode director =
                load(new DirectorRole("d1", NodeInterface.parse("d0=public"), proxies -> {}), DIRECTOR, SLB);
        limit(director, SLB, OUT);
        ProgramRun program = program(director, "director_tc");
        assertThat(verdict(program, Frames.udp(CLIENT, VIP, 1024))).isEqualTo(REDIRECT);
        Endpoint local = director.sessions().getFirst().postNatSource();
        assertThat(assertPassesABurst(program, Frames.udp(ECS, local, 1024))).isEqualTo(DROP);
        assertThat(verdict(program, Frames.udp(CLIENT, VIP, 1024))).isEqualTo(REDIRECT);
        assertThat(cell(director, SLB, ObservationPoint.SLB_FRONT, Direction.OUT, DropReason.LIMIT))
                .isEqualTo(new Cells.Amount(1024, 1));
        assertThat(cell(director, SLB, ObservationPoint.SLB_FRONT, Direction.OUT, DropReason.NONE))
                .isEqualTo(new Cells.Amount(128 * 1024, PACKETS_OF_A_BURST));
        assertThat(director.sessions())
                .allSatisfy(leg -> assertThat(leg.octets(Direction.OUT).to())
                        .as("not on the session")
                        .isEqualTo(128 * 1024));
    }

    @Test
    void shouldLimitWhatEntersByAnEip() throws IOException {
        LoadedNode border = load(new BorderRole(NodeInterface.parse("d0=public")), BOUND_EIP);
        limit(border, BOUND_EIP, IN);
        ProgramRun program = program(border, "border_tc");
        assertThat(assertPassesABurst(program, Frames.udp(CLIENT, EIP, 1024))).isEqualTo(DROP);
        assertThat(cell(border, BOUND_EIP, ObservationPoint.BORDER, Direction.IN, DropReason.LIMIT))
                .isEqualTo(new Cells.Amount(1024, 1));
    }

    private LoadedNode load(Role role, Resource... resources) throws IOException {
        LoadedNode loaded = new LoadedNode(role, namespace.interfaceIndex());
        node = loaded;
        return loaded.apply(resources);
    }

    private static void limit(LoadedNode node, Resource resource, Map<Direction, LimitRate> rates) {
        LimitTable limits = new LimitTable(node.object().map("limits"));
        rates.forEach(
                (direction, rate) -> limits.replace(Map.of(new LimitTable.Key(resource.number(), direction), rate)));
    }

    private ProgramRun program(LoadedNode node, String name) {
        return node.program(name).onInterface(namespace.interfaceIndex());
    }

    /** The verdict on the first packet after the burst. */
    private int assertPassesABurst(ProgramRun program, byte[] frame) {
        for (int i = 0; i < PACKETS_OF_A_BURST; i++) {
            assertThat(verdict(program, frame)).isEqualTo(REDIRECT);
        }
        return verdict(program, frame);
    }

    private int verdict(ProgramRun program, byte[] frame) {
        return namespace.call(() -> program.verdict(frame));
    }

    private static Cells.Amount cell(
            LoadedNode node, Resource resource, ObservationPoint point, Direction direction, DropReason reason) {
        return node.cell(resource, point.code(), direction.code(), reason.code());
    }

    private static Resource resource(
            String id,
            ResourceKind kind,
            IpAddress publicAddress,
            @Nullable IpAddress privateAddress,
            Configuration configuration) {
        Binding binding = new Binding(21, "acme", 1, publicAddress, privateAddress, null, false, 0, Binding.OPEN);
        return new Resource(id, 2, kind, 1, List.of(binding), configuration);
    }

    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(IpAddress.parse(address), port);
    }
}
