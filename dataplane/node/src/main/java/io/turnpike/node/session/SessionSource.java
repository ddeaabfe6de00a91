package io.turnpike.node.session;

import io.turnpike.collector.CounterSource;
import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.Reading;
import io.turnpike.flow.Coded;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceCell;
import io.turnpike.node.ffi.RunningPrograms;
import io.turnpike.node.health.ServerSessions;
import io.turnpike.node.health.ServerSessions.Group;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.AuditBaselines;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packet path's counters as the collector reads them. All methods hold one lock: readings and forced ends exclude each other. */
public final class SessionSource implements CounterSource {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSource.class);

    private final SessionTable table;
    private final Allocator allocator;
    private final Cells cells;
    private final Map<String, Integer> interfaceCells;
    private final LongSupplier registryVersion;
    private final IntervalClock clock;
    private final Sweeper sweeper;
    private final SessionRecords records;
    private final @Nullable AuditTotals audit;
    private final ConnectionCounts connections;
    private List<Integer> lostSlots;

    /** Of a node that chooses no servers */
    public SessionSource(
            SessionTable table,
            SessionIndex index,
            Allocator allocator,
            Cells cells,
            Map<String, Integer> interfaceCells,
            LongSupplier registryVersion,
            IntervalClock clock,
            SessionTimeouts timeouts) {
        this(table, index, allocator, cells, interfaceCells, registryVersion, clock, timeouts, ConnectionCounts.NONE);
    }

    /**
     * @param interfaceCells index of each interface's cells, by name
     * @param registryVersion that the packet path has applied
     * @param connections told of every session that ends
     */
    public SessionSource(
            SessionTable table,
            SessionIndex index,
            Allocator allocator,
            Cells cells,
            Map<String, Integer> interfaceCells,
            LongSupplier registryVersion,
            IntervalClock clock,
            SessionTimeouts timeouts,
            ConnectionCounts connections) {
        this.table = table;
        this.allocator = allocator;
        this.cells = cells;
        this.interfaceCells = Map.copyOf(interfaceCells);
        this.registryVersion = registryVersion;
        this.clock = clock;
        this.sweeper = new Sweeper(table, index, timeouts, connections);
        this.records = new SessionRecords(table, clock);
        AuditBaselines baselines = cells.auditBaselines();
        this.audit = baselines == null ? null : new AuditTotals(baselines, this.interfaceCells);
        this.connections = connections;
        this.lostSlots = allocator.lostSlots();
    }

    @Override
    public long countersEpoch() {
        return allocator.countersEpoch();
    }

    @Override
    public long reportedUntilMillis() {
        return allocator.reportedUntilMillis();
    }

    /** Ends the sessions of bindings that are no longer in force, so that the next packet opens one of the new binding. */
    public synchronized void endSessionsExcept(Set<Integer> bindingsInForce) {
        sweeper.forceEnd(slot -> !bindingsInForce.contains(table.binding(slot)));
    }

    /** A director's sessions by their servers. */
    public ServerSessions byServer() {
        return new ServerSessions() {
            @Override
            public Set<Group> open() {
                return openByServer();
            }

            @Override
            public void end(Predicate<Group> over) {
                endByServer(over);
            }
        };
    }

    private synchronized Set<Group> openByServer() {
        return IntStream.range(0, table.slots())
                .filter(slot -> table.state(slot) == SessionTable.ACTIVE)
                .boxed()
                .flatMap(slot -> SessionGroups.of(table, slot).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private synchronized void endByServer(Predicate<Group> over) {
        sweeper.forceEnd(slot -> SessionGroups.of(table, slot).filter(over).isPresent());
    }

    /** From now on others may own sessions. */
    public void ownership(SessionOwnership shared) {
        sweeper.ownership(shared);
    }

    /** Ends a session because its owner did, if it is still there; its last octets are reported like any others. */
    public void endOfOwner(int slot, long flowId) {
        sweeper.endOfOwner(slot, flowId);
    }

    @Override
    public synchronized Reading read() {
        BitSet ended = endedSlots();
        List<FlowRecord> moved = new ArrayList<>();
        for (int slot = 0; slot < table.slots(); slot++) {
            int state = table.state(slot);
            if ((state == SessionTable.ACTIVE || state == SessionTable.ENDED) && records.hasMoved(slot)) {
                moved.addAll(records.of(slot, ended.get(slot) ? sweeper.reason(slot) : FlowEndReason.ACTIVE_TIMEOUT));
            }
        }
        Cells.Cut cut = cells.cut(allocator, interfaceCells.size());
        cut.resources().forEach((key, amount) -> addSessionless(moved, key, amount));
        List<ResourceCell> forwarded = new ArrayList<>();
        Cells.whateverPassed(cut.resources()).forEach((key, amount) -> {
            if (key.reason() == 0) {
                forwarded.add(forwarded(key, amount));
            }
        });
        return new Reading(
                registryVersion.getAsLong(),
                audit == null ? List.of() : audit.interfaces(cut),
                forwarded,
                moved,
                ended.stream().boxed().toList(),
                audit == null ? null : audit.of(cut));
    }

    /** Those of which the counters stand still: what ended a moment ago may have been found by a packet just before. */
    private BitSet endedSlots() {
        BitSet ended = new BitSet(table.slots());
        for (int slot = 0; slot < table.slots(); slot++) {
            if (table.state(slot) == SessionTable.ENDED) {
                ended.set(slot);
            }
        }
        if (!ended.isEmpty()) {
            RunningPrograms.awaitEnd();
        }
        return ended;
    }

    private void addSessionless(List<FlowRecord> moved, Cells.Key key, Cells.Amount now) {
        if (key.reason() == 0 && !key.sessionless()) {
            return;
        }
        Cells.Amount before = cells.reported(key);
        if (now.isBeyond(before)) {
            moved.add(
                    key.sessionless()
                            ? SessionRecords.ofAnswers(key, before, now, clock.nowMillis())
                            : SessionRecords.ofDrops(key, before, now, clock.nowMillis()));
        }
    }

    private static ResourceCell forwarded(Cells.Key key, Cells.Amount amount) {
        return new ResourceCell(
                Coded.of(ObservationPoint.class, key.observation()),
                key.resource(),
                key.binding(),
                Coded.of(Direction.class, key.direction()),
                amount.octets(),
                amount.packets());
    }

    @Override
    public synchronized void commit(Reading reading, long intervalEndMillis) {
        Map<Flow, Integer> slots = slotsByFlow();
        reading.records().forEach(record -> moveBaseline(record, slots));
        if (audit != null) {
            audit.commit(reading);
        }
        allocator.reportedUntilMillis(intervalEndMillis);
        reading.endedSlots().forEach(allocator::free);
        sweeper.forget(reading.endedSlots());
        putBackLostSlots();
        sweeper.sweep(System.nanoTime());
    }

    @Override
    public synchronized void recover(List<FlowBatch> spooled) {
        recountConnections();
        Map<Flow, Integer> slots = slotsByFlow();
        for (FlowBatch batch : spooled) {
            if (batch.header().countersEpoch() == countersEpoch()) {
                batch.records().forEach(record -> moveBaseline(record, slots));
                if (audit != null) {
                    audit.recover(batch);
                }
                allocator.reportedUntilMillis(
                        Math.max(reportedUntilMillis(), batch.header().intervalEndMillis()));
            }
        }
    }

    /** Under the lock, so that no session of this node is ended meanwhile. */
    private void recountConnections() {
        int wrong = connections.recount(table);
        if (wrong > 0) {
            LOG.warn("{} counts of connections were left by a process that was killed, and put right", wrong);
        }
    }

    /** A copy of a peer's session may have ended, and come back into another slot before its old one was given back. */
    private record Flow(long flowId, int generation) {}

    private Map<Flow, Integer> slotsByFlow() {
        Map<Flow, Integer> slots = new HashMap<>();
        for (int slot = 0; slot < table.slots(); slot++) {
            if (table.state(slot) != SessionTable.FREE) {
                slots.put(new Flow(table.flowId(slot), table.generation(slot)), slot);
            }
        }
        return slots;
    }

    private void moveBaseline(FlowRecord record, Map<Flow, Integer> slots) {
        if (record.flowId() == 0) {
            moveBaselineOfCell(record);
            return;
        }
        Integer slot = slots.get(new Flow(record.flowId(), record.generation()));
        if (slot != null) {
            table.reported(
                    slot,
                    0,
                    record.initiatorOctets().to(),
                    record.initiatorPackets().to());
            table.reported(
                    slot,
                    1,
                    record.responderOctets().to(),
                    record.responderPackets().to());
        }
    }

    private void moveBaselineOfCell(FlowRecord record) {
        if (record.isDrop()) {
            cells.reported(
                    key(record, record.dropDirection()), amount(record.droppedOctets(), record.droppedPackets()));
        } else if (record.responderPackets().to() > 0) {
            cells.reported(key(record, Direction.OUT), amount(record.responderOctets(), record.responderPackets()));
        } else {
            cells.reported(key(record, Direction.IN), amount(record.initiatorOctets(), record.initiatorPackets()));
        }
    }

    private static Cells.Key key(FlowRecord record, Direction direction) {
        return new Cells.Key(
                record.resourceNumber(),
                record.bindingId(),
                record.vpcId(),
                record.observationPoint().code(),
                direction.code(),
                record.dropReason().code(),
                !record.isDrop());
    }

    private static Cells.Amount amount(Counter octets, Counter packets) {
        return new Cells.Amount(octets.to(), packets.to());
    }

    private void putBackLostSlots() {
        lostSlots.stream()
                .filter(slot -> table.state(slot) == SessionTable.FREE)
                .forEach(allocator::free);
        lostSlots = List.of();
    }

    /** Sessions that can be opened now. */
    public long freeSlots() {
        return allocator.free();
    }
}
