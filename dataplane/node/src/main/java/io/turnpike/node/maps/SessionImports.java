package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Puts sessions that came from elsewhere into the index. Of two sessions with the same key the
 * younger one is found: the older one is over, and its end is still on its way. For one thread at a time.
 */
public final class SessionImports {
    private static final int MOST_ENTRIES = 128;
    private static final long KEY_OCTETS = FlowAbi.FLOW_KEY.byteSize();
    private static final long VALUE_OCTETS = FlowAbi.SESSION_REFERENCE.byteSize();
    private static final long AGE_BITS = 0xffff_ffff_ffffL;

    private final BpfMap map;
    private final SessionTable table;
    private final SessionIndex index;
    private final MemorySegment keys = Arena.ofAuto().allocate(KEY_OCTETS * MOST_ENTRIES, 8);
    private final MemorySegment values = Arena.ofAuto().allocate(VALUE_OCTETS * MOST_ENTRIES, 8);
    private int entries;

    public SessionImports(BpfMap map, SessionTable table, SessionIndex index) {
        this.map = map;
        this.table = table;
        this.index = index;
    }

    /** The session in the slot, which is active already, is found at the next {@link #flush} at the latest. */
    public void add(int slot) {
        table.copyResponderKey(slot, keys, KEY_OCTETS * entries);
        append(slot, 1);
        table.copyInitiatorKey(slot, keys, KEY_OCTETS * entries);
        append(slot, 0);
        if (entries > MOST_ENTRIES - 2) {
            flush();
        }
    }

    private void append(int slot, int responder) {
        values.set(JAVA_INT, VALUE_OCTETS * entries, slot);
        values.set(JAVA_INT, VALUE_OCTETS * entries + 4, responder);
        entries++;
    }

    public void flush() {
        int done = 0;
        while (done < entries) {
            done += map.addAll(keys.asSlice(KEY_OCTETS * done), values.asSlice(VALUE_OCTETS * done), entries - done);
            if (done < entries) {
                replaceOlder(done++);
            }
        }
        for (int i = 0; i < entries; i++) {
            takeBackIfEnded(slot(i));
        }
        entries = 0;
    }

    private int slot(int entry) {
        return values.get(JAVA_INT, VALUE_OCTETS * entry);
    }

    private void replaceOlder(int entry) {
        MemorySegment key = keys.asSlice(KEY_OCTETS * entry, KEY_OCTETS);
        Struct there = Struct.of(FlowAbi.SESSION_REFERENCE);
        if (!map.get(key, there.segment()) || isYounger(slot(entry), there.intAt("slot"))) {
            // Without room in the index the session is not found here; the next fetch of all tries again.
            boolean ignored = map.offer(key, values.asSlice(VALUE_OCTETS * entry, VALUE_OCTETS));
        }
    }

    private boolean isYounger(int slot, int other) {
        long age = table.flowId(slot) & AGE_BITS;
        long otherAge = table.flowId(other) & AGE_BITS;
        return table.state(other) != SessionTable.ACTIVE
                || age > otherAge
                || (age == otherAge && table.flowId(slot) > table.flowId(other));
    }

    /** Another thread may have ended it before it was in the index. */
    private void takeBackIfEnded(int slot) {
        if (table.state(slot) != SessionTable.ACTIVE) {
            index.remove(slot, System.nanoTime());
        }
    }
}
