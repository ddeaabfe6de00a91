package io.turnpike.node;

import io.turnpike.collector.BatchPublisher;
import io.turnpike.collector.Collector;
import io.turnpike.collector.CollectorService;
import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.LiveUsagePublisher;
import io.turnpike.collector.Spool;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import io.turnpike.flow.Topics;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.limit.LimitFollower;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.maps.ListenerStates;
import io.turnpike.node.maps.RestingPorts;
import io.turnpike.node.maps.ServerTable;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.role.BorderRole;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NicRole;
import io.turnpike.node.role.ProxyRole;
import io.turnpike.node.role.Role;
import io.turnpike.node.session.LiveCells;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import io.turnpike.registry.CompactedTopic;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control process of one node. Packets flow without it; it configures, ages and reports. */
public final class NodeMain {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMain.class);

    private NodeMain() {}

    public static void main(String[] args) throws IOException {
        NodeConfig config;
        try {
            config = NodeConfig.from(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("turnpike node: " + e.getMessage());
            System.exit(2);
            return;
        }
        run(config);
    }

    private static void run(NodeConfig config) throws IOException {
        IntervalClock clock = IntervalClock.system();
        Role role = role(config);
        PacketPath path = new PacketPath(config, role);
        AtomicLong applied = new AtomicLong();
        Counters counters = Counters.of(config, path, clock);
        SessionSource source = source(config, counters, path, applied, clock);
        Spool spool = new Spool(config.spoolFolder(), config.spoolLimitOctets());
        BatchPublisher publisher = new BatchPublisher(config.name(), config.kafkaBootstrap(), spool);
        Collector collector = new Collector(config.name(), clock.nowMillis(), source, spool);
        CollectorService service = new CollectorService(collector, publisher, clock, config.intervalSeconds() * 1000L);
        CompactedTopic<Resource> registry = new CompactedTopic<>(
                Topics.RESOURCES,
                config.kafkaBootstrap(),
                ResourceCodec::decode,
                resources -> apply(new Registry(resources), role, source, applied));
        LimitFollower limits = new LimitFollower(
                config.kafkaBootstrap(), new LimitTable(path.object().map("limits")));
        LiveCells cells =
                new LiveCells(config.name(), counters.allocator(), counters.cells(), limits::appliedVersion, clock);
        LiveUsagePublisher live = new LiveUsagePublisher(config.name(), config.kafkaBootstrap(), cells, clock);
        service.start();
        path.attach();
        registry.start();
        limits.start();
        live.start();
        NodeStatus status = new NodeStatus(config.healthPort(), service, source, applied, limits, live);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            registry.close();
            limits.close();
            live.close();
            service.close();
            status.close();
        }));
        LOG.info("{} is up as {} on {}", config.name(), config.role(), config.interfaces());
    }

    private static void apply(Registry registry, Role role, SessionSource source, AtomicLong applied) {
        role.apply(registry);
        source.endSessionsExcept(registry.bindingsInForce());
        applied.set(registry.version());
    }

    /** What both the collector and the live cells are read from. */
    private record Counters(SessionTable table, Allocator allocator, Cells cells) {
        static Counters of(NodeConfig config, PacketPath path, IntervalClock clock) {
            BpfObject object = path.object();
            SessionTable table = new SessionTable(object.map("sessions"));
            Allocator allocator = new Allocator(object.map("allocator"), object.map("free_slots"), table);
            allocator.initialise(config.number(), clock.nowMillis());
            Cells cells = new Cells(
                    object.map("interface_cells"), object.map("resource_cells"), object.map("reported_cells"));
            return new Counters(table, allocator, cells);
        }
    }

    private static SessionSource source(
            NodeConfig config, Counters counters, PacketPath path, AtomicLong applied, IntervalClock clock) {
        return new SessionSource(
                counters.table(),
                new SessionIndex(
                        path.object().map("session_index"),
                        new RestingPorts(path.object().map("resting_ports")),
                        counters.table()),
                counters.allocator(),
                counters.cells(),
                path.interfaceCells(),
                applied::get,
                clock,
                SessionTimeouts.DEFAULT,
                connections(config, path.object()));
    }

    private static ConnectionCounts connections(NodeConfig config, BpfObject object) {
        return config.role().equals("director")
                ? ConnectionCounts.of(
                        new ListenerStates(object.map("listener_states")), new ServerTable(object.map("servers")))
                : ConnectionCounts.NONE;
    }

    private static NeighbourKeeper neighbourKeeper(NodeConfig config) {
        NeighbourKeeper keeper = new NeighbourKeeper(new NetworkNamespace(config.networkNamespace()));
        keeper.start();
        return keeper;
    }

    private static Role role(NodeConfig config) {
        return switch (config.role()) {
            case "director" -> new DirectorRole(config.name(), config.interfaces(), neighbourKeeper(config)::keep);
            case "border" -> new BorderRole(config.interfaces());
            case "nic" -> new NicRole(config.interfaces());
            case "proxy" -> new ProxyRole(config.interfaces());
            default ->
                throw new IllegalArgumentException(
                        "TURNPIKE_NODE_ROLE '" + config.role() + "' is not director, border, nic or proxy");
        };
    }
}
