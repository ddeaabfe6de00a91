package io.turnpike.node.packets;

import io.turnpike.collector.CounterSource;
import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.Reading;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.flow.Side;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.ffi.FrameRun;
import io.turnpike.node.kernel.Elf;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.AuditBaselines;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.ListenerStates;
import io.turnpike.node.maps.ServerTable;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.metrics.BalancerMetrics;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role;
import io.turnpike.node.role.Role.Hook;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import io.turnpike.registry.Registry;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/** The programs and maps of one role, loaded but attached nowhere, configured by the role from a registry. */
@NullMarked
final class NodeUnderTest {
    private static final int SESSIONS = 4096;

    private final TestNamespace namespace;
    private Role role;
    private final BpfObject object;
    private final SessionTable table;
    private final Allocator allocator;
    private final List<NodeInterface> interfaces;
    private final Cells cells;
    private SessionSource source;
    private CounterSource reported;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<String, Integer> programs = new ConcurrentHashMap<>();

    /** What a program answers, alike for both hooks. */
    enum Verdict {
        PASSED,
        DROPPED,
        REDIRECTED,
        /** Sent out again where it came in; tc redirects it there. */
        ANSWERED
    }

    NodeUnderTest(TestNamespace namespace, Role role, List<NodeInterface> interfaces) {
        this.namespace = namespace;
        this.role = role;
        this.object = new BpfObject(Elf.of(role.objectName()), null, SessionMaps.sizes(SESSIONS));
        this.table = new SessionTable(object.map("sessions"));
        this.interfaces = interfaces;
        this.allocator = new Allocator(object.map("allocator"), object.map("free_slots"), table);
        allocator.initialise(1, System.currentTimeMillis());
        this.cells = new Cells(
                object.map("interface_cells"),
                object.map("resource_cells"),
                object.map("reported_cells"),
                new AuditBaselines(object.map("audit_baselines")));
        this.source = source();
        this.reported = source;
        role.open(object, (face, peerEnd) -> namespace.index(face.name()));
        for (int i = 0; i < interfaces.size(); i++) {
            Side side = interfaces.get(i).purpose().equals("private") ? Side.PRIVATE : Side.PUBLIC;
            indexes.put(
                    interfaces.get(i).name(), namespace.index(interfaces.get(i).name()));
            object.map("interfaces")
                    .put(
                            Struct.number(namespace.index(interfaces.get(i).name())),
                            Struct.of(FlowAbi.INTERFACE)
                                    .with("cell", i)
                                    .with("side", side.code())
                                    .segment());
        }
    }

    private SessionSource source() {
        return new SessionSource(
                table,
                SessionMaps.index(object, table),
                allocator,
                cells,
                places(),
                () -> 1,
                IntervalClock.system(),
                SessionTimeouts.DEFAULT,
                connections(object, role));
    }

    private Map<String, Integer> places() {
        return IntStream.range(0, interfaces.size())
                .boxed()
                .collect(Collectors.toMap(i -> interfaces.get(i).name(), Function.identity()));
    }

    private static ConnectionCounts connections(BpfObject object, Role role) {
        return role.objectName().equals("director")
                ? ConnectionCounts.of(
                        new ListenerStates(object.map("listener_states")), new ServerTable(object.map("servers")))
                : ConnectionCounts.NONE;
    }

    void apply(List<Resource> resources) {
        role.apply(new Registry(resources.stream().collect(Collectors.toMap(Resource::id, Function.identity()))));
    }

    /** As after a kill: another control process finds the maps as this one left them. */
    void restart(Role successor) {
        successor.open(object, (face, peerEnd) -> namespace.index(face.name()));
        role = successor;
    }

    /** The same for what counts sessions. */
    void restart() {
        source = source();
        source.recover(List.of());
        reported = source;
    }

    SessionTable table() {
        return table;
    }

    /** All cells between two packets. */
    Cells.Cut cut() {
        return cells.cut(allocator, interfaces.size());
    }

    /** The figures of a director's load balancers, as of {@link #report}. */
    BalancerMetrics figures(LongSupplier nowNanos) {
        BalancerMetrics figures = new BalancerMetrics(new ListenerStates(map("listener_states")), table, nowNanos);
        reported = figures.counting(source);
        return figures;
    }

    long freeSlots() {
        return allocator.free();
    }

    BpfMap map(String name) {
        return object.map(name);
    }

    /** The frame arrives at the interface; {@code program} without its hook, such as {@code border}. */
    SeenFrame run(String program, Hook hook, String face, Frame frame) {
        return run(program, hook, face, frame.bytes(), 0);
    }

    SeenFrame run(String program, Hook hook, String face, byte[] frame, int gsoSize) {
        return run(program, hook, face, frame, gsoSize, true);
    }

    /** A connection that may be refused: its packet is cut short then. */
    SeenFrame runRefused(String program, Hook hook, String face, Frame frame) {
        return run(program, hook, face, frame.bytes(), 0, false);
    }

    /** What arrives at the first interface, on a thread that is in the namespace. */
    Verdict verdictHere(String program, Hook hook, byte[] frame) {
        int index = Objects.requireNonNull(indexes.get(interfaces.getFirst().name()));
        int loaded = program(program, hook);
        return verdict(
                hook,
                hook == Hook.TC
                        ? FrameRun.tc(loaded, index, frame).verdict()
                        : FrameRun.xdp(loaded, index, frame).verdict());
    }

    /** What a program answered to a frame, and the frame as it left it. */
    record RawOutcome(Verdict verdict, ByteBuffer buffer) {
        byte[] frame() {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(buffer.position(), bytes);
            return bytes;
        }
    }

    /** The frame arrives at the interface; on a thread that is in the namespace. */
    RawOutcome runHere(String program, Hook hook, String face, byte[] frame) {
        int index = Objects.requireNonNull(indexes.get(face));
        int loaded = programs.computeIfAbsent(program + hook, name -> program(program, hook));
        // A refused connection is cut short; see runRefused.
        boolean summed = frame[23] != Frame.TCP && frame[20] != Frame.TCP;
        FrameRun.Outcome outcome =
                hook == Hook.TC ? FrameRun.tc(loaded, index, frame, 0, summed) : FrameRun.xdp(loaded, index, frame);
        return new RawOutcome(verdict(hook, outcome.verdict()), outcome.frame());
    }

    /** Packets in all cells of resources. */
    record Tally(long forwarded, long answered, long dropped) {}

    Tally tally() {
        long forwarded = 0;
        long answered = 0;
        long dropped = 0;
        for (Map.Entry<Cells.Key, Cells.Amount> cell : cells.resources().entrySet()) {
            long packets = cell.getValue().packets();
            if (cell.getKey().reason() != 0) {
                dropped += packets;
            } else if (cell.getKey().sessionless()) {
                answered += packets;
            } else {
                forwarded += packets;
            }
        }
        return new Tally(forwarded, answered, dropped);
    }

    private int program(String name, Hook hook) {
        return object.program(name + (hook == Hook.TC ? "_tc" : "_xdp"));
    }

    private SeenFrame run(String program, Hook hook, String face, byte[] frame, int gsoSize, boolean summed) {
        int index = namespace.index(face);
        int loaded = program(program, hook);
        FrameRun.Outcome outcome = namespace.call(() -> hook == Hook.TC
                ? FrameRun.tc(loaded, index, frame, gsoSize, summed)
                : FrameRun.xdp(loaded, index, frame));
        byte[] left = new byte[outcome.frame().remaining()];
        outcome.frame().get(left);
        return SeenFrame.of(verdict(hook, outcome.verdict()), left);
    }

    private static Verdict verdict(Hook hook, int code) {
        return switch (hook == Hook.TC ? code : code + 100) {
            case 0, 102 -> Verdict.PASSED;
            case 2, 101 -> Verdict.DROPPED;
            case 7, 104 -> Verdict.REDIRECTED;
            case 103 -> Verdict.ANSWERED;
            default -> throw new IllegalStateException("verdict " + code + " under " + hook);
        };
    }

    /** Octets forwarded for the resource, or dropped for this reason. */
    long octets(ObservationPoint point, int resource, Direction direction, DropReason reason) {
        return cells.resources().entrySet().stream()
                .filter(cell -> cell.getKey().observation() == point.code()
                        && cell.getKey().resource() == resource
                        && cell.getKey().direction() == direction.code()
                        && cell.getKey().reason() == reason.code())
                .mapToLong(cell -> cell.getValue().octets())
                .sum();
    }

    /** Takes every session out of the index. */
    void endAllSessions() {
        source.endSessionsExcept(Set.of());
    }

    /** What the collector would report of answers without a session. */
    List<FlowRecord> recordsWithoutSession(int resource) {
        return source.read().records().stream()
                .filter(record -> record.flowId() == 0 && !record.isDrop() && record.resourceNumber() == resource)
                .toList();
    }

    /** As if the time had passed. */
    void restOfPortsEnds() {
        for (MemorySegment key : object.map("resting_ports").keys()) {
            MemorySegment now = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
            now.set(ValueLayout.JAVA_LONG, 0, System.nanoTime());
            object.map("resting_ports").put(key, now);
        }
    }

    int restingPorts() {
        return object.map("resting_ports").keys().size();
    }

    /** The collector has spooled everything; what ended before gives its slot back. */
    void report() {
        Reading reading = reported.read();
        Conservation.ofRecords(reading);
        reported.commit(reading, 1);
    }

    /** What the collector would report of sessions. */
    List<FlowRecord> recordsOfSessions() {
        return source.read().records().stream()
                .filter(record -> record.flowId() != 0 && !record.isDrop())
                .toList();
    }

    /** What the collector would report of the session from this port. */
    List<FlowRecord> recordsOfSessionFrom(int port) {
        Set<Long> flows = source.read().records().stream()
                .filter(record -> !record.isDrop() && record.source().port() == port)
                .map(FlowRecord::flowId)
                .collect(Collectors.toSet());
        return source.read().records().stream()
                .filter(record -> flows.contains(record.flowId()))
                .toList();
    }

    /** The entry that the session from this port was stamped with. */
    Entry entryOfSessionFrom(int port) {
        return recordsOfSessionFrom(port).getFirst().entry();
    }

    long sessions() {
        return IntStream.range(0, table.slots())
                .filter(slot -> table.state(slot) == SessionTable.ACTIVE)
                .count();
    }
}
