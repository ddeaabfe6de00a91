package io.turnpike.node;

import io.turnpike.collector.BatchPublisher;
import io.turnpike.collector.Collector;
import io.turnpike.collector.CollectorService;
import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.LiveUsagePublisher;
import io.turnpike.collector.Spool;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import io.turnpike.flow.Topics;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.health.HealthExchange;
import io.turnpike.node.health.NodeHealth;
import io.turnpike.node.health.ServerAvailability;
import io.turnpike.node.lease.LimitKeeper;
import io.turnpike.node.limit.LimitFollower;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.AuditBaselines;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.maps.ListenerCapTable;
import io.turnpike.node.maps.ListenerStates;
import io.turnpike.node.maps.ServerTable;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.metrics.BalancerMetrics;
import io.turnpike.node.queue.LimitQueues;
import io.turnpike.node.role.BorderRole;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NicRole;
import io.turnpike.node.role.PeerLocalAddresses;
import io.turnpike.node.role.ProxyRole;
import io.turnpike.node.role.Role;
import io.turnpike.node.role.Role.Hook;
import io.turnpike.node.session.LiveCells;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import io.turnpike.node.sync.Peer;
import io.turnpike.node.sync.SessionSync;
import io.turnpike.node.sync.SyncConfig;
import io.turnpike.registry.CompactedTopic;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
        HealthAmongPeers results = new HealthAmongPeers();
        NodeHealth health = health(config, results, clock);
        AtomicReference<@Nullable LimitKeeper> keeper = new AtomicReference<>();
        Role role = role(
                config,
                health,
                caps -> Objects.requireNonNull(keeper.get(), "not open").listeners(caps));
        PacketPath path = new PacketPath(config, role);
        LimitKeeper kept = limitKeeper(config, path.object());
        keeper.set(kept);
        AtomicLong applied = new AtomicLong();
        Spool spool = new Spool(config.spoolFolder(), config.spoolLimitOctets());
        Counters counters = Counters.of(config, path, clock);
        Consumer<Registry> members = registry -> {
            if (isDirector(config)) {
                kept.members(directors(registry));
            }
        };
        if (VersionChange.ifNeeded(
                config,
                path,
                members.andThen(role::apply),
                counters.allocator(),
                connections(config, path.object()),
                spool,
                clock)) {
            counters = counters.carriedOver();
        }
        SessionIndex index = index(counters, path);
        SessionSource source = source(config, counters, index, path, applied, clock);
        @Nullable Peers peers = peers(config, counters, index, path, source);
        BatchPublisher publisher = new BatchPublisher(config.name(), config.kafkaBootstrap(), spool);
        @Nullable BalancerMetrics balancers = balancers(config, counters, path.object());
        Collector collector = new Collector(
                config.name(), clock.nowMillis(), balancers == null ? source : balancers.counting(source), spool);
        CollectorService service = new CollectorService(collector, publisher, clock, config.intervalSeconds() * 1000L);
        RegistryApplier applier =
                new RegistryApplier(role, source, health, peers == null ? null : peers.addresses(), balancers, applied);
        CompactedTopic<Resource> registry =
                new CompactedTopic<>(Topics.RESOURCES, config.kafkaBootstrap(), ResourceCodec::decode, resources -> {
                    Registry changed = new Registry(resources);
                    members.accept(changed);
                    applier.apply(changed);
                });
        LimitFollower limits = new LimitFollower(config.kafkaBootstrap(), kept::resources);
        LiveCells cells =
                new LiveCells(config.name(), counters.allocator(), counters.cells(), limits::appliedVersion, clock);
        LiveUsagePublisher live = new LiveUsagePublisher(config.name(), config.kafkaBootstrap(), cells, clock);
        service.start();
        path.attach();
        if (health != null) {
            health.start(source.byServer(), applier::applyAgain);
        }
        if (peers != null) {
            results.over(peers.sync());
            kept.over(peers.sync());
            peers.sync().start();
        }
        kept.start();
        registry.start();
        limits.start();
        live.start();
        Readiness readiness = new Readiness();
        readiness.require(() -> applied.get() == 0 ? "waiting for the registry" : null);
        @Nullable SessionSync sync = peers == null ? null : peers.sync();
        readiness.require(() -> sync == null || sync.isReady() ? null : "waiting for the sessions of its peers");
        NodeStatus status = new NodeStatus(
                config.healthPort(), readiness, service, source, applied, limits, kept, live, health, balancers, sync);
        giveSignsOfLife(config, readiness);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            registry.close();
            if (peers != null) {
                peers.sync().close();
            }
            limits.close();
            kept.close();
            live.close();
            if (health != null) {
                health.close();
            }
            service.close();
            status.close();
        }));
        LOG.info("{} is up as {} on {}", config.name(), config.role(), config.interfaces());
    }

    /** To the end of the process: one that stops in order is no longer fit either, and gone a moment later. */
    private static void giveSignsOfLife(NodeConfig config, Readiness readiness) {
        if (config.heartbeatFile() != null) {
            new SignsOfLife(config.heartbeatFile(), readiness).start();
        }
    }

    /** What both the collector and the live cells are read from. */
    private record Counters(SessionTable table, Allocator allocator, Cells cells, boolean fresh) {
        /** The sessions of another version are in the table: no peer has to be asked for them. */
        Counters carriedOver() {
            return new Counters(table, allocator, cells, false);
        }

        static Counters of(NodeConfig config, PacketPath path, IntervalClock clock) {
            BpfObject object = path.object();
            SessionTable table = new SessionTable(object.map("sessions"));
            Allocator allocator = new Allocator(object.map("allocator"), object.map("free_slots"), table);
            boolean fresh = allocator.initialise(config.number(), clock.nowMillis());
            Cells cells = new Cells(
                    object.map("interface_cells"),
                    object.map("resource_cells"),
                    object.map("reported_cells"),
                    new AuditBaselines(object.map("audit_baselines")));
            return new Counters(table, allocator, cells, fresh);
        }
    }

    private static SessionIndex index(Counters counters, PacketPath path) {
        return SessionMaps.index(path.object(), counters.table());
    }

    private static SessionSource source(
            NodeConfig config,
            Counters counters,
            SessionIndex index,
            PacketPath path,
            AtomicLong applied,
            IntervalClock clock) {
        return new SessionSource(
                counters.table(),
                index,
                counters.allocator(),
                counters.cells(),
                path.interfaceCells(),
                applied::get,
                clock,
                SessionTimeouts.DEFAULT,
                connections(config, path.object()));
    }

    private static ConnectionCounts connections(NodeConfig config, BpfObject object) {
        return isDirector(config)
                ? ConnectionCounts.of(
                        new ListenerStates(object.map("listener_states")), new ServerTable(object.map("servers")))
                : ConnectionCounts.NONE;
    }

    private static @Nullable BalancerMetrics balancers(NodeConfig config, Counters counters, BpfObject object) {
        return config.role().equals("director")
                ? new BalancerMetrics(
                        new ListenerStates(object.map("listener_states")), counters.table(), System::nanoTime)
                : null;
    }

    /** The other directors: what is shared with them, and where packets are handed over to them. */
    private record Peers(SessionSync sync, PeerLocalAddresses addresses) {}

    private static @Nullable Peers peers(
            NodeConfig config, Counters counters, SessionIndex index, PacketPath path, SessionSource source) {
        SyncConfig sync = config.sync();
        if (sync == null) {
            return null;
        }
        PeerLocalAddresses addresses =
                new PeerLocalAddresses(config.name(), path.object().map("peer_local_addresses"));
        NeighbourKeeper keeper = neighbourKeeper(config);
        SessionSync.Node node = new SessionSync.Node(
                config.number(),
                config.name(),
                config.networkNamespace(),
                path.object(),
                counters.table(),
                index,
                counters.allocator(),
                counters.fresh());
        return new Peers(SessionSync.open(node, sync, source, alive -> meet(alive, addresses, keeper)), addresses);
    }

    private static void meet(List<Peer> alive, PeerLocalAddresses addresses, NeighbourKeeper keeper) {
        LOG.info("directors that share sessions with this one: {}", alive);
        keeper.keep(alive.stream().map(Peer::handOver).toList());
        addresses.peers(alive.stream().collect(Collectors.toMap(Peer::name, Peer::handOver, (one, other) -> one)));
    }

    private static NeighbourKeeper neighbourKeeper(NodeConfig config) {
        NeighbourKeeper keeper = new NeighbourKeeper(new NetworkNamespace(config.networkNamespace()));
        keeper.start();
        return keeper;
    }

    /** Directors share their resources; an EIP has one border at a time, and an interface has one host. */
    private static LimitKeeper limitKeeper(NodeConfig config, BpfObject object) {
        LimitTable resources = new LimitTable(object.map("limits"), object.map("token_buckets"));
        LimitKeeper keeper = new LimitKeeper(
                config.number(),
                config.name(),
                resources,
                isDirector(config) ? new ListenerCapTable(object) : null,
                queues(config));
        if (!isDirector(config)) {
            keeper.alone();
        }
        return keeper;
    }

    /** XDP passes all queues by, and what an ECS sends is classified by the kernel that routes it. */
    private static @Nullable LimitQueues queues(NodeConfig config) {
        boolean redirects = isDirector(config) || config.role().equals("border");
        return config.hook() == Hook.TC && redirects
                ? new LimitQueues(config.networkNamespace(), config.interfaces())
                : null;
    }

    private static List<String> directors(Registry registry) {
        return registry.resources().values().stream()
                .filter(resource -> resource.configuration() instanceof Configuration.Node other
                        && other.role() == NodeRole.DIRECTOR)
                .map(Resource::id)
                .toList();
    }

    private static boolean isDirector(NodeConfig config) {
        return config.role().equals("director");
    }

    /** Only directors choose servers. */
    private static @Nullable NodeHealth health(NodeConfig config, HealthExchange results, IntervalClock clock) {
        return isDirector(config)
                ? new NodeHealth(
                        config.name(),
                        config.number(),
                        new NetworkNamespace(config.networkNamespace()),
                        results,
                        clock::nowMillis)
                : null;
    }

    private static Role role(
            NodeConfig config, @Nullable NodeHealth health, Consumer<Map<ListenerCapTable.Key, Long>> listenerCaps) {
        return switch (config.role()) {
            case "director" ->
                new DirectorRole(
                        config.name(),
                        config.interfaces(),
                        neighbourKeeper(config)::keep,
                        health == null ? ServerAvailability.UNCHECKED : health,
                        listenerCaps);
            case "border" -> new BorderRole(config.interfaces());
            case "nic" -> new NicRole(config.interfaces());
            case "proxy" -> new ProxyRole(config.interfaces());
            default ->
                throw new IllegalArgumentException(
                        "TURNPIKE_NODE_ROLE '" + config.role() + "' is not director, border, nic or proxy");
        };
    }
}
