package io.turnpike.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.Spool;
import io.turnpike.flow.Backend;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.BpfLink;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.kernel.Machine;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.LimitRate;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.maps.ListenerStates;
import io.turnpike.node.maps.NodeLimit;
import io.turnpike.node.maps.ServerTable;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import io.turnpike.node.sync.ClientCapture;
import io.turnpike.node.sync.EchoServer;
import io.turnpike.node.sync.Host;
import io.turnpike.node.upgrade.Upgrade;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A director of another version, with other structs in its maps, is replaced while connections run through it. */
@NullMarked
@EnabledIf("isRoot")
class UpgradeIT {
    private static final int SESSIONS = 4096;
    private static final String FACES = "public0=public,private0=private";
    private static final Endpoint SERVER = new Endpoint(IpAddress.parse("10.0.0.11"), 8080);

    @TempDir
    Path folder;

    private final IntervalClock clock = IntervalClock.system();
    private final Host client = new Host("c");
    private final Host server = new Host("s");
    private final Host host = new Host("d");
    private Path pins;
    private EchoServer echo;
    private ClientCapture capture;
    private Spool spool;
    private long oldEpoch;

    static boolean isRoot() {
        return Machine.isRoot();
    }

    @BeforeEach
    void start() throws IOException {
        client.ip("addr add 198.18.0.1/32 dev lo");
        server.ip("addr add 10.0.0.11/32 dev lo");
        client.link("eth0", "192.0.2.1/30", host, "public0", "192.0.2.2/30");
        server.link("eth0", "10.1.0.1/30", host, "private0", "10.1.0.2/30");
        host.ip("route add 198.18.0.1 via 192.0.2.1", "route add 10.0.0.11 via 10.1.0.1");
        client.ip("route add 203.0.113.10 via 192.0.2.2 src 198.18.0.1");
        server.ip("route add 100.64.0.1 via 10.1.0.2");
        echo = server.call(() -> new EchoServer(SERVER.port()));
        pins = Files.createTempDirectory("turnpike-upgrade-bpf");
        Host.run("", "mount", "-t", "bpf", "turnpike-test", pins.toString());
        spool = new Spool(folder.resolve("spool"), 1 << 20);
        startOlderVersion();
        capture = new ClientCapture(client, "host 203.0.113.10");
    }

    /** Also of what a start that failed has made. */
    @AfterEach
    void stop() throws IOException {
        try (client;
                server;
                host;
                EchoServer _ = echo;
                ClientCapture _ = capture) {
            Host.run("", "umount", "-l", pins.toString());
            Files.delete(pins);
        }
    }

    private void startOlderVersion() throws IOException {
        List<NodeInterface> faces = NodeInterface.parse(FACES);
        DirectorRole role = new DirectorRole("director1", faces, neighbours -> {});
        Path maps = Files.createDirectory(pins.resolve("maps-older"));
        BpfObject object = new BpfObject(
                OlderVersion.elf(Files.createDirectory(folder.resolve("older"))),
                maps,
                Map.of("sessions", SESSIONS, "free_slots", SESSIONS));
        role.open(object, (face, peerEnd) -> index(face.name()));
        new Allocator(object.map("allocator"), object.map("free_slots"), new SessionTable(object.map("sessions")))
                .initialise(1, clock.nowMillis());
        oldEpoch = new Allocator(
                        object.map("allocator"), object.map("free_slots"), new SessionTable(object.map("sessions")))
                .countersEpoch();
        role.apply(registry());
        new LimitTable(object.map("limits"))
                .replace(Map.of(new LimitTable.Key(7, Direction.OUT), LimitRate.ofAtMost(1_000_000_000)));
        for (int i = 0; i < faces.size(); i++) {
            object.map("interfaces")
                    .put(
                            Struct.number(index(faces.get(i).name())),
                            Struct.of(FlowAbi.INTERFACE).with("cell", i).segment());
        }
        for (Role.Attachment attachment : role.attachments(Role.Hook.TC)) {
            String face = attachment.nodeInterface().name();
            int index = index(face);
            host.call(() -> {
                Path pin = pins.resolve("link_" + face + "_" + attachment.program());
                BpfLink.attach(object.program(attachment.program()), index, attachment.point(), pin);
                return true;
            });
        }
    }

    private int index(String face) {
        return host.call(() -> java.net.NetworkInterface.getByName(face).getIndex());
    }

    private static Registry registry() {
        Resource node = new Resource(
                "director1",
                1,
                ResourceKind.NODE,
                1,
                List.of(),
                new Configuration.Node(NodeRole.DIRECTOR, List.of(IpPrefix.parse("100.64.0.1/32")), List.of()));
        Resource balancer = new Resource(
                "slb-web",
                7,
                ResourceKind.SLB,
                1,
                List.of(new Binding(
                        1, "acme", 100, IpAddress.parse("203.0.113.10"), null, null, false, 0, Binding.OPEN)),
                new Configuration.LoadBalancer(
                        List.of(Listener.transport(6, 80, List.of(new Backend("ecs1", SERVER, 1))))));
        return new Registry(Map.of(node.id(), node, balancer.id(), balancer));
    }

    private NodeConfig config() {
        return NodeConfig.from(Map.of(
                "TURNPIKE_NODE_NAME",
                "director1",
                "TURNPIKE_NODE_NUMBER",
                "1",
                "TURNPIKE_NODE_ROLE",
                "director",
                "TURNPIKE_NODE_NETNS",
                host.path(),
                "TURNPIKE_NODE_INTERFACES",
                FACES,
                "TURNPIKE_NODE_SESSIONS",
                Integer.toString(SESSIONS),
                "TURNPIKE_BPF_FOLDER",
                pins.toString(),
                "TURNPIKE_SPOOL_FOLDER",
                folder.resolve("spool").toString(),
                "TURNPIKE_KAFKA_BOOTSTRAP",
                "127.0.0.1:1",
                "TURNPIKE_HEALTH_PORT",
                "1"));
    }

    /** As a process of this version starts; one may die, and another start. */
    private final class ThisVersion {
        private final DirectorRole role = new DirectorRole("director1", NodeInterface.parse(FACES), neighbours -> {});
        private final PacketPath path = new PacketPath(config(), role);
        private final SessionTable table = new SessionTable(path.object().map("sessions"));
        private final Allocator allocator =
                new Allocator(path.object().map("allocator"), path.object().map("free_slots"), table);
        private final Upgrade upgrade;

        ThisVersion() {
            allocator.initialise(1, clock.nowMillis());
            role.apply(registry());
            upgrade = new Upgrade(
                    path.otherVersions(),
                    path::copy,
                    new Upgrade.Target("director1", path.object(), allocator, connections(), path.interfaceCells(), 1));
        }

        private ConnectionCounts connections() {
            return ConnectionCounts.of(
                    new ListenerStates(path.object().map("listener_states")),
                    new ServerTable(path.object().map("servers")));
        }

        List<FlowRecord> report() {
            return new SessionSource(
                            table,
                            SessionMaps.index(path.object(), table),
                            allocator,
                            new Cells(
                                    path.object().map("interface_cells"),
                                    path.object().map("resource_cells"),
                                    path.object().map("reported_cells")),
                            path.interfaceCells(),
                            () -> 1,
                            clock,
                            SessionTimeouts.DEFAULT)
                    .read()
                    .records();
        }

        /** Limits and caps are in force with the first packet. */
        List<Long> limits() {
            List<Long> rates = new ArrayList<>();
            path.object()
                    .map("limits")
                    .forEach((key, value) ->
                            rates.add(Struct.over(FlowAbi.LIMIT, value).longAt("until_ns")));
            return rates;
        }

        int openConnections() {
            ListenerStates states = new ListenerStates(path.object().map("listener_states"));
            return Stream.iterate(1, i -> i + 1)
                    .limit(8)
                    .mapToInt(states::connections)
                    .sum();
        }
    }

    private SocketChannel connect() {
        return client.call(() -> {
            SocketChannel connection = SocketChannel.open();
            connection.socket().connect(new InetSocketAddress("203.0.113.10", 80), 10_000);
            return connection;
        });
    }

    private static void exchange(SocketChannel connection, int octets) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(octets);
        ByteBuffer in = ByteBuffer.allocate(octets);
        connection.socket().setSoTimeout(10_000);
        while (in.hasRemaining()) {
            if (out.hasRemaining()) {
                out.limit(Math.min(out.capacity(), out.position() + 8192));
                connection.write(out);
                out.limit(out.capacity());
            }
            assertThat(connection.read(in)).isPositive();
        }
    }

    /** What came while its session was not carried over yet is dropped, and said to be. */
    private void assertEveryOctetOnce(ThisVersion version) {
        await().untilAsserted(() -> {
            List<FlowRecord> all = Stream.concat(
                            spool.decodePending().stream().flatMap(batch -> batch.records().stream()),
                            version.report().stream())
                    .filter(record -> record.observationPoint() == ObservationPoint.SLB_FRONT)
                    .toList();
            assertThat(octets(all, Direction.IN) + dropped(all)).isEqualTo(capture.sentOctets());
            assertThat(octets(all, Direction.OUT)).isEqualTo(capture.receivedOctets());
        });
    }

    private static long octets(List<FlowRecord> records, Direction direction) {
        return records.stream()
                .filter(record -> !record.isDrop())
                .mapToLong(record -> moved(record.octets(direction)))
                .sum();
    }

    private static long dropped(List<FlowRecord> records) {
        return records.stream()
                .filter(record -> record.isDrop() && record.dropDirection() == Direction.IN)
                .mapToLong(record -> moved(record.droppedOctets()))
                .sum();
    }

    private static long moved(Counter counter) {
        return counter.to() - counter.from();
    }

    @Test
    void shouldKeepConnectionsAndCountEachOctetOnce() throws IOException {
        try (SocketChannel first = connect()) {
            exchange(first, 100_000);
            ThisVersion version = new ThisVersion();
            assertThat(version.limits()).containsExactly(NodeLimit.FOR_GOOD);
            version.upgrade.carryOver();
            exchange(first, 50_000);
            // The other version is still at work: this one is carried over when it no longer is.
            try (SocketChannel second = connect()) {
                exchange(second, 30_000);
                version.path.attach();
                version.upgrade.finish(spool, clock);
                exchange(first, 20_000);
                exchange(second, 10_000);
                assertThat(version.openConnections())
                        .as("of the listener and of its instance")
                        .isEqualTo(4);
                assertEveryOctetOnce(version);
            }
            assertThat(version.path.otherVersions()).isEmpty();
            assertThat(octets(version.report(), Direction.OUT)).isBetween(30_000L, 100_000L);
            assertThat(spool.decodePending())
                    .allMatch(batch -> batch.header().countersEpoch() == oldEpoch)
                    .anyMatch(batch -> !batch.records().isEmpty());
        }
    }

    @Test
    void shouldBeMendedByTheNextStartWhereverItDied() throws IOException {
        try (SocketChannel connection = connect()) {
            exchange(connection, 50_000);
            new ThisVersion().upgrade.carryOver();
            exchange(connection, 20_000);
            ThisVersion attached = new ThisVersion();
            attached.upgrade.carryOver();
            attached.path.attach();
            exchange(connection, 20_000);
            // The report is on disk, and the maps are still there.
            Path obstacle = Files.createDirectories(
                    pins.resolve("maps-older").resolve("x").resolve("y"));
            ThisVersion reported = new ThisVersion();
            reported.upgrade.carryOver();
            reported.path.attach();
            assertThatThrownBy(() -> reported.upgrade.finish(spool, clock)).isInstanceOf(UncheckedIOException.class);
            exchange(connection, 20_000);
            Files.delete(obstacle);
            ThisVersion last = new ThisVersion();
            last.upgrade.carryOver();
            last.path.attach();
            last.upgrade.finish(spool, clock);
            exchange(connection, 20_000);
            assertThat(last.path.otherVersions()).isEmpty();
            assertEveryOctetOnce(last);
        }
    }
}
