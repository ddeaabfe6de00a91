package io.turnpike.node.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.ProgramRun;
import io.turnpike.node.kernel.Frames;
import io.turnpike.node.kernel.LoadedNode;
import io.turnpike.node.maps.Cells;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.turnpike.node.kernel.Machine#isRoot")
class ProxyRoleIT {
    private static final int LOOPBACK = 1;
    private static final int PASS = 0;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;

    private static final Endpoint CLIENT = endpoint("198.51.100.11", 40000);
    private static final Endpoint VIP = endpoint("203.0.113.11", 443);
    private static final Endpoint LOCAL = endpoint("100.64.2.1", 50000);
    private static final Endpoint BACKEND = endpoint("10.0.0.11", 8080);
    private static final Endpoint KEY_SERVER = endpoint("172.31.20.2", 7443);
    private static final Resource SLB =
            resource("slb-l7", ResourceKind.SLB, 11, VIP.address(), null, new Configuration.LoadBalancer(List.of()));
    private static final Resource ECS =
            resource("ecs1", ResourceKind.ECS, 12, null, BACKEND.address(), Configuration.NONE);

    private final LoadedNode node;
    private final ProgramRun ingress;
    private final ProgramRun egress;

    ProxyRoleIT() throws IOException {
        node = new LoadedNode(new ProxyRole(NodeInterface.parse("lo=public")), LOOPBACK).apply(SLB, ECS);
        ingress = node.program("proxy_ingress_tc");
        egress = node.program("proxy_egress_tc");
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    @Test
    void shouldStampTheClientsLegWithTheLoadBalancer() {
        passes(ingress, Frames.tcp(CLIENT, VIP, SYN));
        passes(egress, Frames.tcp(VIP, CLIENT, SYN_ACK));
        passes(egress, Frames.tcp(VIP, CLIENT, SYN_ACK));
        FlowRecord leg = onlySession();
        assertStamped(leg, SLB, Entry.SLB, Mark.NONE);
        assertThat(leg.octets(Direction.IN).to()).isEqualTo(40);
        assertThat(leg.octets(Direction.OUT).to()).as("towards the client").isEqualTo(80);
        assertThat(cell(SLB, Direction.OUT)).isEqualTo(new Cells.Amount(80, 2));
        assertThat(cell(SLB, Direction.IN)).isEqualTo(new Cells.Amount(40, 1));
    }

    @Test
    void shouldStampTheBackendsLegWithTheEcs() {
        passes(egress, Frames.tcp(LOCAL, BACKEND, SYN));
        passes(ingress, Frames.tcp(BACKEND, LOCAL, SYN_ACK));
        passes(ingress, Frames.tcp(BACKEND, LOCAL, SYN_ACK));
        FlowRecord leg = onlySession();
        assertStamped(leg, ECS, Entry.SLB, Mark.NONE);
        assertThat(leg.octets(Direction.OUT).to()).as("leaves the ECS").isEqualTo(80);
        assertThat(cell(ECS, Direction.IN)).isEqualTo(new Cells.Amount(40, 1));
    }

    /** After its session has ended a reply opens the next one; which way is out does not depend on who was first. */
    @Test
    void shouldTellDirectionsByTheInterfaceSideWhoeverComesFirst() {
        passes(egress, Frames.tcp(VIP, CLIENT, SYN_ACK));
        passes(ingress, Frames.tcp(CLIENT, VIP, SYN));
        assertThat(onlySession().octets(Direction.OUT).to()).isEqualTo(40);
        assertThat(cell(SLB, Direction.OUT)).isEqualTo(new Cells.Amount(40, 1));
        assertThat(cell(SLB, Direction.IN)).isEqualTo(new Cells.Amount(40, 1));
    }

    @Test
    void shouldStampAClientThatIsAnEcsWithTheLoadBalancer() {
        passes(ingress, Frames.tcp(BACKEND, VIP, SYN));
        assertStamped(onlySession(), SLB, Entry.SLB, Mark.NONE);
    }

    @Test
    void shouldMarkItsOwnTrafficAndGiveItToNobody() {
        passes(egress, Frames.tcp(LOCAL, KEY_SERVER, SYN));
        passes(ingress, Frames.udp(KEY_SERVER, LOCAL, 500));
        assertThat(node.sessions()).hasSize(2).allSatisfy(session -> {
            assertThat(session.mark()).isEqualTo(Mark.INFRASTRUCTURE);
            assertThat(session.observationPoint()).isEqualTo(ObservationPoint.L7);
            assertThat(session.resourceNumber()).isZero();
        });
        assertThat(node.cells().resources().keySet())
                .allSatisfy(key -> assertThat(key.resource()).isZero());
        assertThat(Cells.whateverPassed(node.cells().resources())).isEmpty();
    }

    @Test
    void shouldPassWhatItHasNoRoomToCount() {
        for (int port = 1; port <= 1100; port++) {
            passes(ingress, Frames.tcp(new Endpoint(CLIENT.address(), port), VIP, SYN));
        }
        assertThat(node.sessions()).hasSize(1024);
    }

    private static void passes(ProgramRun program, byte[] frame) {
        assertThat(program.verdict(frame)).isEqualTo(PASS);
    }

    private FlowRecord onlySession() {
        assertThat(node.sessions()).hasSize(1);
        return node.sessions().getFirst();
    }

    private static void assertStamped(FlowRecord record, Resource resource, Entry entry, Mark mark) {
        assertThat(record.observationPoint()).isEqualTo(ObservationPoint.L7);
        assertThat(record.entry()).isEqualTo(entry);
        assertThat(record.mark()).isEqualTo(mark);
        assertThat(record.resourceNumber()).isEqualTo(resource.number());
        assertThat(record.bindingId()).isEqualTo(resource.bindings().getFirst().bindingId());
        assertThat(record.vpcId()).isEqualTo(1);
    }

    private Cells.Amount cell(Resource resource, Direction direction) {
        return node.cell(resource, ObservationPoint.L7.code(), direction.code(), 0);
    }

    private static Resource resource(
            String id,
            ResourceKind kind,
            int number,
            @Nullable IpAddress publicAddress,
            @Nullable IpAddress privateAddress,
            Configuration configuration) {
        Binding binding =
                new Binding(number + 100, "acme", 1, publicAddress, privateAddress, null, false, 0, Binding.OPEN);
        return new Resource(id, number, kind, 1, List.of(binding), configuration);
    }

    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(IpAddress.parse(address), port);
    }
}
