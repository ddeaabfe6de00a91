package io.turnpike.node.sync;

import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.Reading;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.node.ffi.BpfLink;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.health.ServerAvailability;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.ListenerCapTable;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.PeerLocalAddresses;
import io.turnpike.node.role.Role;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A director with maps, pins and links of its own, in a namespace, that shares its sessions. Needs root. */
final class SyncedDirector implements AutoCloseable {
    private static final int SESSIONS = 4096;
    static final String INTERFACES = "public0=public,private0=private,sync0=private";

    private final Host host;
    private final Path pins;
    private final BpfObject object;
    private final SessionTable table;
    private final SessionSource source;
    private final SessionSync sync;
    private final PeerLocalAddresses peerAddresses;
    private final DirectorRole role;

    SyncedDirector(Host host, int number, byte[] key, Role.Hook hook) throws IOException {
        this(host, number, key, hook, null);
    }

    /** One whose listeners' caps are put in force by somebody, unless null */
    SyncedDirector(
            Host host,
            int number,
            byte[] key,
            Role.Hook hook,
            @Nullable Consumer<Map<ListenerCapTable.Key, Long>> listenerCaps)
            throws IOException {
        this.host = host;
        String name = "director" + number;
        List<NodeInterface> interfaces = NodeInterface.parse(INTERFACES);
        role = new DirectorRole(name, interfaces, neighbours -> {}, ServerAvailability.UNCHECKED, listenerCaps);
        pins = Files.createTempDirectory("turnpike-sync-bpf");
        Host.run("", "mount", "-t", "bpf", "turnpike-test", pins.toString());
        object = new BpfObject(elf(), pins, SessionMaps.sizes(SESSIONS));
        role.open(object, (face, peerEnd) -> index(face.name()));
        table = new SessionTable(object.map("sessions"));
        IntervalClock clock = IntervalClock.system();
        Allocator allocator = new Allocator(object.map("allocator"), object.map("free_slots"), table);
        boolean fresh = allocator.initialise(number, clock.nowMillis());
        SessionIndex index = SessionMaps.index(object, table);
        source = new SessionSource(
                table,
                index,
                allocator,
                new Cells(object.map("interface_cells"), object.map("resource_cells"), object.map("reported_cells")),
                Map.of("public0", 0, "private0", 1, "sync0", 2),
                () -> 1,
                clock,
                SessionTimeouts.DEFAULT);
        peerAddresses = new PeerLocalAddresses(name, object.map("peer_local_addresses"));
        sync = SessionSync.open(
                new SessionSync.Node(number, name, host.path(), object, table, index, allocator, fresh),
                new SyncConfig("sync0", SyncConfig.group("239.255.84.80:4784"), new SyncConfig.Key(key), null),
                source,
                peers -> peerAddresses.peers(addresses(peers)));
        attach(object, hook, interfaces);
        sync.start();
    }

    private static Map<String, IpAddress> addresses(List<Peer> peers) {
        return peers.stream().collect(Collectors.toMap(Peer::name, Peer::handOver));
    }

    private int index(String face) {
        return host.call(() -> java.net.NetworkInterface.getByName(face).getIndex());
    }

    private void attach(BpfObject object, Role.Hook hook, List<NodeInterface> interfaces) {
        for (int i = 0; i < interfaces.size(); i++) {
            object.map("interfaces")
                    .put(
                            Struct.number(index(interfaces.get(i).name())),
                            Struct.of(FlowAbi.INTERFACE).with("cell", i).segment());
        }
        for (Role.Attachment attachment : role.attachments(hook)) {
            String face = attachment.nodeInterface().name();
            int program = object.program(attachment.program());
            int index = index(face);
            host.call(() -> {
                Path pin = pins.resolve("link_" + face + "_" + attachment.program());
                BpfLink.attach(program, index, attachment.point(), pin);
                return true;
            });
        }
    }

    private static byte[] elf() throws IOException {
        try (InputStream in = SyncedDirector.class.getResourceAsStream("/io/turnpike/bpf/director.bpf.o")) {
            return Objects.requireNonNull(in, "no compiled packet path").readAllBytes();
        }
    }

    void apply(List<Resource> resources) {
        Registry registry =
                new Registry(resources.stream().collect(Collectors.toMap(Resource::id, Function.identity())));
        role.apply(registry);
        peerAddresses.apply(registry);
    }

    BpfObject object() {
        return object;
    }

    SessionSync sync() {
        return sync;
    }

    /** Flow ids of the established sessions that it can forward. */
    Set<Long> established() {
        return IntStream.range(0, table.slots())
                .filter(slot -> table.state(slot) == SessionTable.ACTIVE && table.isAnnounced(slot))
                .mapToObj(table::flowId)
                .collect(Collectors.toSet());
    }

    /** What the collector would report of clients' legs. */
    List<FlowRecord> report() {
        return source.read().records().stream()
                .filter(record -> record.observationPoint() == ObservationPoint.SLB_FRONT && record.flowId() != 0)
                .toList();
    }

    /** An interval ends: the report is on disk, slots of ended sessions are given back, and sessions age. */
    List<FlowRecord> endInterval() {
        Reading reading = source.read();
        source.commit(reading, System.currentTimeMillis());
        return reading.records().stream()
                .filter(record -> record.observationPoint() == ObservationPoint.SLB_FRONT && record.flowId() != 0)
                .toList();
    }

    /** Ends what belongs to no binding, as the owner does when a binding is closed. */
    void endAll() {
        source.endSessionsExcept(Set.of());
    }

    long freeSlots() {
        return source.freeSlots();
    }

    @Override
    public void close() {
        sync.close();
        Host.run("", "umount", "-l", pins.toString());
        try {
            Files.delete(pins);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
