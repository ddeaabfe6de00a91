package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.flow.Coded;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Fate;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.RunningPrograms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counters apart from sessions: per interface, per resource, and what was dropped and why. Each has two banks, of which
 * packets are counted in one; both together are cumulative.
 */
public final class Cells {
    private static final long BANK_OCTETS = FlowAbi.COUNTER.byteSize();

    private final BpfMap interfaceCells;
    private final BpfMap resourceCells;
    private final BpfMap reportedCells;
    private final @Nullable AuditBaselines auditBaselines;

    /** Of maps that the audit is not told of. */
    public Cells(BpfMap interfaceCells, BpfMap resourceCells, BpfMap reportedCells) {
        this(interfaceCells, resourceCells, reportedCells, null);
    }

    public Cells(
            BpfMap interfaceCells,
            BpfMap resourceCells,
            BpfMap reportedCells,
            @Nullable AuditBaselines auditBaselines) {
        this.interfaceCells = interfaceCells;
        this.resourceCells = resourceCells;
        this.reportedCells = reportedCells;
        this.auditBaselines = auditBaselines;
    }

    /** Null if the audit is not told of these cells. */
    public @Nullable AuditBaselines auditBaselines() {
        return auditBaselines;
    }

    /**
     * A cell's identity: resource, binding, where, which way, and the drop reason (0: forwarded).
     *
     * @param sessionless whether it is what the node answered by itself, or its answers, rather than a session's
     */
    public record Key(
            int resource, int binding, int vpc, int observation, int direction, int reason, boolean sessionless) {
        /** Of what sessions forwarded, or of what was dropped. */
        public Key(int resource, int binding, int vpc, int observation, int direction, int reason) {
            this(resource, binding, vpc, observation, direction, reason, false);
        }

        private MemorySegment segment() {
            return Struct.of(FlowAbi.CELL_KEY)
                    .with("resource", resource)
                    .with("binding", binding)
                    .with("vpc", vpc)
                    .withByte("observation", observation)
                    .withByte("direction", direction)
                    .withByte("reason", reason)
                    .withByte("sessionless", sessionless ? 1 : 0)
                    .segment();
        }

        private static Key of(MemorySegment segment) {
            Struct key = Struct.over(FlowAbi.CELL_KEY, segment);
            return new Key(
                    key.intAt("resource"),
                    key.intAt("binding"),
                    key.intAt("vpc"),
                    key.byteAt("observation"),
                    key.byteAt("direction"),
                    key.byteAt("reason"),
                    key.byteAt("sessionless") != 0);
        }

        /** Of all that passed, whoever sent it. */
        private Key withSessions() {
            return new Key(resource, binding, vpc, observation, direction, reason);
        }
    }

    /** Cumulative. */
    public record Amount(long octets, long packets) {
        public static final Amount ZERO = new Amount(0, 0);

        Amount plus(Amount other) {
            return new Amount(octets + other.octets, packets + other.packets);
        }

        /** Whether something was counted since. */
        public boolean isBeyond(Amount before) {
            return octets > before.octets || packets > before.packets;
        }
    }

    /** Every cell of a resource. */
    public Map<Key, Amount> resources() {
        Map<Key, Amount> amounts = new HashMap<>();
        addResources(0, amounts);
        addResources(1, amounts);
        return amounts;
    }

    private void addResources(int bank, Map<Key, Amount> amounts) {
        addResources(bank, amounts, new HashMap<>());
    }

    /** A cell is one of a resource's whatever the interface, and one of its interfaces' whatever the resource. */
    private void addResources(int bank, Map<Key, Amount> amounts, Map<InterfaceKey, Amount> interfaces) {
        resourceCells.forEachPerCpu((key, values) -> {
            Amount amount = sum(values, bank, resourceCells.perCpuStride());
            Struct cell = Struct.over(FlowAbi.CELL_KEY, key);
            Fate fate = fate(cell.byteAt("reason"), cell.byteAt("sessionless"));
            if (fate == Fate.SESSION || fate == Fate.DROPPED || fate == Fate.ANSWERED) {
                amounts.merge(Key.of(key), amount, Amount::plus);
            }
            addPlace(cell.shortAt("arrival"), Direction.IN, fate, amount, interfaces);
            addPlace(cell.shortAt("departure"), Direction.OUT, fate, amount, interfaces);
        });
    }

    private static void addPlace(
            int place, Direction direction, Fate fate, Amount amount, Map<InterfaceKey, Amount> interfaces) {
        if (place > 0) {
            interfaces.merge(new InterfaceKey(place - 1, direction, fate), amount, Amount::plus);
        }
    }

    /** Of a cell with these codes: see {@code enum sessionless} of {@code flow_abi.h}. */
    private static Fate fate(int reason, int sessionless) {
        if (reason != 0) {
            return Fate.DROPPED;
        }
        return switch (sessionless) {
            case 0 -> Fate.SESSION;
            case 1 -> Fate.ANSWERED;
            case 2 -> Fate.NODE;
            case 3 -> Fate.LINK;
            case 4 -> Fate.HANDED_OVER;
            default -> Fate.UNMETERED;
        };
    }

    /** Session-less cells added to those of sessions; what no resource has is left out, unless it was dropped. */
    public static Map<Key, Amount> whateverPassed(Map<Key, Amount> cells) {
        Map<Key, Amount> all = new HashMap<>();
        cells.forEach((key, amount) -> {
            if (key.resource() != 0 || key.reason() != 0) {
                all.merge(key.withSessions(), amount, Amount::plus);
            }
        });
        return all;
    }

    /** What an interface received or sent that had a fate. */
    public record InterfaceKey(int cell, Direction direction, Fate fate) {}

    /** All cells as they were at one instant between two packets: each packet is in all of its cells, or in none. */
    public record Cut(Map<Key, Amount> resources, Map<InterfaceKey, Amount> interfaces) {
        /** Zero for one that has counted nothing. */
        public Amount ofInterface(int cell, Direction direction, Fate fate) {
            return interfaces.getOrDefault(new InterfaceKey(cell, direction, fate), Amount.ZERO);
        }

        /** All that belongs into records, each octet once. */
        public Amount inRecords() {
            return resources.values().stream().reduce(Amount.ZERO, Amount::plus);
        }
    }

    /**
     * Reads each bank while it rests. The first to be read rests until the second is switched off as well, so both are as
     * they were at that moment; nothing has to be remembered from one cut to the next. One thread at a time.
     *
     * @param interfaceCellCount how many interfaces have cells
     */
    public Cut cut(Allocator allocator, int interfaceCellCount) {
        Map<Key, Amount> resources = new HashMap<>();
        Map<InterfaceKey, Amount> interfaces = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            int resting = allocator.switchCellBank();
            RunningPrograms.awaitEnd();
            addResources(resting, resources, interfaces);
            addInterfaces(resting, interfaceCellCount, interfaces);
        }
        return new Cut(resources, interfaces);
    }

    private void addInterfaces(int bank, int interfaceCellCount, Map<InterfaceKey, Amount> amounts) {
        MemorySegment values = Arena.ofAuto().allocate(interfaceCells.perCpuOctets(), 8);
        for (int index = 0; index < 2 * interfaceCellCount; index++) {
            if (interfaceCells.get(Struct.number(index), values)) {
                amounts.merge(
                        new InterfaceKey(index / 2, Coded.of(Direction.class, index % 2), Fate.COUNTED),
                        sum(values, bank, interfaceCells.perCpuStride()),
                        Amount::plus);
            }
        }
    }

    public Amount reported(Key key) {
        MemorySegment value = Struct.of(FlowAbi.COUNTER).segment();
        return reportedCells.get(key.segment(), value)
                ? new Amount(value.get(JAVA_LONG, 0), value.get(JAVA_LONG, 8))
                : Amount.ZERO;
    }

    /** Moves the baseline forward; never back. */
    public void reported(Key key, Amount amount) {
        Amount before = reported(key);
        if (amount.isBeyond(before)) {
            MemorySegment value = Struct.of(FlowAbi.COUNTER).segment();
            value.set(JAVA_LONG, 0, Math.max(before.octets(), amount.octets()));
            value.set(JAVA_LONG, 8, Math.max(before.packets(), amount.packets()));
            reportedCells.put(key.segment(), value);
        }
    }

    private static Amount sum(MemorySegment values, int bank, long stride) {
        long octets = 0;
        long packets = 0;
        for (long at = bank * BANK_OCTETS; at < values.byteSize(); at += stride) {
            octets += values.get(JAVA_LONG, at);
            packets += values.get(JAVA_LONG, at + 8);
        }
        return new Amount(octets, packets);
    }
}
