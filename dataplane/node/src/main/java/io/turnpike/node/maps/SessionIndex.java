package io.turnpike.node.maps;

import java.lang.foreign.MemorySegment;

/** Finds sessions by packet. The packet path puts its own in; here they are taken out, and those from elsewhere put in. */
public final class SessionIndex {
    private static final int INITIATOR = 0;
    private static final int RESPONDER = 1;
    private static final long AGE_BITS = 0xffff_ffff_ffffL;

    private final IndexBuckets buckets;
    private final RestingPorts resting;
    private final SessionTable table;

    SessionIndex(IndexBuckets buckets, RestingPorts resting, SessionTable table) {
        this.buckets = buckets;
        this.resting = resting;
        this.table = table;
    }

    /**
     * From now on no new packet finds the session; one that found it before may still count on it for a moment. A port
     * that was chosen for it is laid to rest first, so that it is never free in between.
     */
    public void remove(int slot, long nowNanos) {
        boolean ignored = buckets.remove(table.initiatorKey(slot), IndexBuckets.reference(slot, INITIATOR));
        MemorySegment responder = table.responderKey(slot);
        int reference = IndexBuckets.reference(slot, RESPONDER);
        if (table.hasChosenPort(slot) && buckets.contains(responder, reference)) {
            resting.rest(responder, nowNanos);
        }
        ignored = buckets.remove(responder, reference);
    }

    /**
     * Puts in a session that came from elsewhere, and is active already. Of two sessions with the same key the younger one
     * is found: the older one is over, and its end is still on its way. Without room the session is not found here; the
     * next fetch of all tries again. For one thread at a time.
     */
    public void add(int slot) {
        put(table.responderKey(slot), slot, RESPONDER);
        put(table.initiatorKey(slot), slot, INITIATOR);
        // Another thread may have ended it before it was in the index.
        if (table.state(slot) != SessionTable.ACTIVE) {
            remove(slot, System.nanoTime());
        }
    }

    private void put(MemorySegment key, int slot, int responder) {
        int reference = IndexBuckets.reference(slot, responder);
        boolean put = buckets.put(key, reference);
        while (!put) {
            int there = buckets.find(key);
            put = there == IndexBuckets.NONE
                    || !isYounger(slot, IndexBuckets.slotOf(there))
                    || buckets.replace(key, there, reference);
        }
    }

    private boolean isYounger(int slot, int other) {
        long age = table.flowId(slot) & AGE_BITS;
        long otherAge = table.flowId(other) & AGE_BITS;
        return table.state(other) != SessionTable.ACTIVE
                || age > otherAge
                || (age == otherAge && table.flowId(slot) > table.flowId(other));
    }

    /** Forgets ports that have rested. */
    public void wakePorts(long nowNanos) {
        resting.wake(nowNanos);
    }
}
