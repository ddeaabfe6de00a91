package io.turnpike.bench.l4;

import io.turnpike.collector.IntervalClock;
import io.turnpike.flow.Backend;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.BpfLink;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.LimitRate;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.maps.ListenerStates;
import io.turnpike.node.maps.ServerTable;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The director itself at a site: its packet path, its role and its counters, without Kafka. It meters, as always. */
final class Director {
    static final int UDP = 17;
    static final int TCP = 6;
    static final int UDP_PORT = 5300;
    static final int TCP_PORT = 5201;
    static final int WEB_PORT = 8080;

    private static final String NODE = "director";
    private static final int SLB = 7;
    private static final List<NodeInterface> INTERFACES =
            NodeInterface.parse(Site.FRONT + "=public," + Site.BACK + "=private");

    private final Site site;
    private final BpfObject object;
    private final DirectorRole role = new DirectorRole(NODE, INTERFACES, neighbours -> {});
    private final Allocator allocator;
    private final SessionSource source;

    /** @param sessions slots, a power of two */
    Director(Site site, int sessions) throws IOException {
        this.site = site;
        this.object = Programs.load(role.objectName(), SessionMaps.sizes(sessions));
        SessionTable table = new SessionTable(object.map("sessions"));
        IntervalClock clock = IntervalClock.system();
        allocator = new Allocator(object.map("allocator"), object.map("free_slots"), table);
        allocator.initialise(1, clock.nowMillis());
        source = new SessionSource(
                table,
                SessionMaps.index(object, table),
                allocator,
                new Cells(object.map("interface_cells"), object.map("resource_cells"), object.map("reported_cells")),
                Map.of(Site.FRONT, 0, Site.BACK, 1),
                () -> 1,
                clock,
                SessionTimeouts.DEFAULT,
                ConnectionCounts.of(
                        new ListenerStates(object.map("listener_states")), new ServerTable(object.map("servers"))));
        role.open(object, (face, peerEnd) -> site.forwarder().interfaceIndex(face.name()));
        putInterface(Site.FRONT, 0);
        putInterface(Site.BACK, 1);
        role.apply(new Registry(
                Stream.of(node(), balancer(), server()).collect(Collectors.toMap(Resource::id, Function.identity()))));
    }

    private void putInterface(String face, int cell) {
        object.map("interfaces")
                .put(
                        Struct.number(site.forwarder().interfaceIndex(face)),
                        Struct.of(FlowAbi.INTERFACE)
                                .with("cell", cell)
                                .with("side", cell)
                                .segment());
    }

    private static Resource node() {
        return new Resource(
                NODE,
                1,
                ResourceKind.NODE,
                1,
                List.of(),
                new Configuration.Node(NodeRole.DIRECTOR, List.of(IpPrefix.parse("100.64.0.0/28")), List.of()));
    }

    private static Resource balancer() {
        return new Resource(
                "slb",
                SLB,
                ResourceKind.SLB,
                1,
                List.of(binding(SLB, IpAddress.parse(Site.VIP), null)),
                new Configuration.LoadBalancer(
                        List.of(listener(UDP, UDP_PORT), listener(TCP, TCP_PORT), listener(TCP, WEB_PORT))));
    }

    private static Listener listener(int protocol, int port) {
        return Listener.transport(
                protocol, port, List.of(new Backend("ecs", new Endpoint(IpAddress.parse(Site.SERVER), port), 100)));
    }

    private static Resource server() {
        return new Resource(
                "ecs",
                SLB + 1,
                ResourceKind.ECS,
                1,
                List.of(binding(SLB + 1, null, IpAddress.parse(Site.SERVER))),
                Configuration.NONE);
    }

    private static Binding binding(int number, @Nullable IpAddress publicAddress, @Nullable IpAddress privateAddress) {
        return new Binding(number, "acme", 1, publicAddress, privateAddress, null, false, 0, Binding.OPEN);
    }

    /** From here on it forwards. */
    Director attach(Scope scope, Role.Hook hook) {
        for (Role.Attachment attachment : role.attachments(hook)) {
            int program = object.program(attachment.program());
            int face =
                    site.forwarder().interfaceIndex(attachment.nodeInterface().name());
            scope.add(Objects.requireNonNull(
                    site.forwarder().call(() -> BpfLink.attach(program, face, attachment.point()))));
        }
        return this;
    }

    /** Limits what the load balancer passes to more than anybody sends, so that every packet asks its bucket. */
    void limit() {
        LimitRate rate = new LimitRate(LimitRate.MAX_BITS_PER_SECOND);
        new LimitTable(object.map("limits"))
                .replace(Map.of(
                        new LimitTable.Key(SLB, Direction.IN), rate, new LimitTable.Key(SLB, Direction.OUT), rate));
    }

    BpfObject object() {
        return object;
    }

    /** Reads what moved, and gives back the slots of what has ended, as the collector does at the end of an interval. */
    void report() {
        source.commit(source.read(), System.currentTimeMillis());
    }

    long freeSlots() {
        return allocator.free();
    }
}
