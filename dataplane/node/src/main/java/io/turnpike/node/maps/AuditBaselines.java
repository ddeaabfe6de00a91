package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.flow.Direction;
import io.turnpike.flow.Fate;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.maps.Cells.Amount;
import java.lang.foreign.MemorySegment;

/** What was spooled of the totals that the audit compares; as lasting as the counters themselves. */
public final class AuditBaselines {
    private static final int REPORTED = 0;
    private static final int COUNTED = 1;
    private static final int FIRST_INTERFACE = 8;
    private static final int FATES = 8;

    private final BpfMap map;

    public AuditBaselines(BpfMap map) {
        this.map = map;
    }

    /** All that was in records. */
    public Amount reported() {
        return at(REPORTED);
    }

    public void reported(Amount amount) {
        move(REPORTED, amount);
    }

    /** All that cells had counted of what is in records. */
    public Amount counted() {
        return at(COUNTED);
    }

    public void counted(Amount amount) {
        move(COUNTED, amount);
    }

    /** What an interface had counted. */
    public Amount ofInterface(int cell, Direction direction, Fate fate) {
        return at(index(cell, direction, fate));
    }

    public void ofInterface(int cell, Direction direction, Fate fate, Amount amount) {
        move(index(cell, direction, fate), amount);
    }

    private static int index(int cell, Direction direction, Fate fate) {
        return FIRST_INTERFACE + FATES * (2 * cell + direction.code()) + fate.code();
    }

    private Amount at(int index) {
        MemorySegment value = Struct.of(FlowAbi.COUNTER).segment();
        return map.get(Struct.number(index), value)
                ? new Amount(value.get(JAVA_LONG, 0), value.get(JAVA_LONG, 8))
                : Amount.ZERO;
    }

    /** Forward; never back. */
    private void move(int index, Amount amount) {
        Amount before = at(index);
        if (amount.isBeyond(before)) {
            MemorySegment value = Struct.of(FlowAbi.COUNTER).segment();
            value.set(JAVA_LONG, 0, Math.max(before.octets(), amount.octets()));
            value.set(JAVA_LONG, 8, Math.max(before.packets(), amount.packets()));
            map.put(Struct.number(index), value);
        }
    }
}
