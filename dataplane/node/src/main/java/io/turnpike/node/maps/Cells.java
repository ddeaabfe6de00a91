package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** Counters apart from sessions: per interface, per resource, and what was dropped and why. */
public final class Cells {
    private final BpfMap interfaceCells;
    private final BpfMap resourceCells;
    private final BpfMap reportedCells;

    public Cells(BpfMap interfaceCells, BpfMap resourceCells, BpfMap reportedCells) {
        this.interfaceCells = interfaceCells;
        this.resourceCells = resourceCells;
        this.reportedCells = reportedCells;
    }

    /** A cell's identity: resource, binding, where, which way, and the drop reason (0: forwarded). */
    public record Key(int resource, int binding, int vpc, int observation, int direction, int reason) {
        private MemorySegment segment() {
            return Struct.of(FlowAbi.CELL_KEY)
                    .with("resource", resource)
                    .with("binding", binding)
                    .with("vpc", vpc)
                    .withByte("observation", observation)
                    .withByte("direction", direction)
                    .withByte("reason", reason)
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
                    key.byteAt("reason"));
        }
    }

    /** Cumulative. */
    public record Amount(long octets, long packets) {
        public static final Amount ZERO = new Amount(0, 0);
    }

    /** Every cell of a resource. */
    public Map<Key, Amount> resources() {
        Map<Key, Amount> amounts = new HashMap<>();
        resourceCells.forEachPerCpu(
                (key, values) -> amounts.put(Key.of(key), sum(values, resourceCells.perCpuStride())));
        return amounts;
    }

    /** Both directions of an interface: 0 is what the node sent, 1 what it received. */
    public Amount ofInterface(int cell, int direction) {
        MemorySegment values = Arena.ofAuto().allocate(interfaceCells.perCpuOctets(), 8);
        return interfaceCells.get(Struct.number(2 * cell + direction), values)
                ? sum(values, interfaceCells.perCpuStride())
                : Amount.ZERO;
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
        if (amount.octets() > before.octets() || amount.packets() > before.packets()) {
            MemorySegment value = Struct.of(FlowAbi.COUNTER).segment();
            value.set(JAVA_LONG, 0, Math.max(before.octets(), amount.octets()));
            value.set(JAVA_LONG, 8, Math.max(before.packets(), amount.packets()));
            reportedCells.put(key.segment(), value);
        }
    }

    private static Amount sum(MemorySegment values, long stride) {
        long octets = 0;
        long packets = 0;
        for (long at = 0; at < values.byteSize(); at += stride) {
            octets += values.get(JAVA_LONG, at);
            packets += values.get(JAVA_LONG, at + 8);
        }
        return new Amount(octets, packets);
    }
}
