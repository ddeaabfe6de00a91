package io.turnpike.node.maps;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemorySegment;

/** Finds sessions by packet; here only taken apart, since the packet path puts them in. */
public final class SessionIndex {
    private final BpfMap map;
    private final RestingPorts resting;
    private final SessionTable table;

    public SessionIndex(BpfMap map, RestingPorts resting, SessionTable table) {
        this.map = map;
        this.resting = resting;
        this.table = table;
    }

    /**
     * From now on no new packet finds the session; one that found it before may still count on it for a moment. A port
     * that was chosen for it is laid to rest first, so that it is never free in between.
     */
    public void remove(int slot, long nowNanos) {
        removeIfOf(slot, table.initiatorKey(slot));
        MemorySegment responder = table.responderKey(slot);
        if (isOf(slot, responder) && table.hasChosenPort(slot)) {
            resting.rest(responder, nowNanos);
        }
        removeIfOf(slot, responder);
    }

    private void removeIfOf(int slot, MemorySegment key) {
        if (isOf(slot, key)) {
            map.remove(key);
        }
    }

    /** A key may have been taken by a younger session if an earlier process died between two steps. */
    private boolean isOf(int slot, MemorySegment key) {
        Struct reference = Struct.of(FlowAbi.SESSION_REFERENCE);
        return map.get(key, reference.segment()) && reference.intAt("slot") == slot;
    }

    /** Forgets ports that have rested. */
    public void wakePorts(long nowNanos) {
        resting.wake(nowNanos);
    }
}
