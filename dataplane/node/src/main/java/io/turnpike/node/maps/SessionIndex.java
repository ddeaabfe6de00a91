package io.turnpike.node.maps;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemorySegment;

/** Finds sessions by packet; here only taken apart, since the packet path puts them in. */
public final class SessionIndex {
    private final BpfMap map;
    private final SessionTable table;

    public SessionIndex(BpfMap map, SessionTable table) {
        this.map = map;
        this.table = table;
    }

    /** From now on no new packet finds the session; one that found it before may still count on it for a moment. */
    public void remove(int slot) {
        removeIfOf(slot, table.initiatorKey(slot));
        removeIfOf(slot, table.responderKey(slot));
    }

    /** A key may have been taken by a younger session if an earlier process died between two steps. */
    private void removeIfOf(int slot, MemorySegment key) {
        Struct reference = Struct.of(FlowAbi.SESSION_REFERENCE);
        if (map.get(key, reference.segment()) && reference.intAt("slot") == slot) {
            map.remove(key);
        }
    }
}
