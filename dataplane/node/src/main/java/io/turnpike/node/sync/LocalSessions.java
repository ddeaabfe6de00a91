package io.turnpike.node.sync;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is shared of the sessions in this node's store, by flow id. For each owner it keeps a digest of the set of flow
 * ids, so that two nodes can see in eight octets whether they hold the same.
 */
final class LocalSessions {
    private final SessionStore store;
    private final FlowSlots slots = new FlowSlots();
    /** By slot here: the slot that the owner has the session in. */
    private final int[] ownerSlots;

    private final Map<Integer, Long> digests = new HashMap<>();
    private long refused;

    LocalSessions(SessionStore store) {
        this.store = store;
        this.ownerSlots = new int[store.slots()];
    }

    static int ownerOf(long flowId) {
        return (int) (flowId >>> 48);
    }

    /** Sessions that found no room here. */
    long refused() {
        return refused;
    }

    long digest(int owner) {
        return digests.getOrDefault(owner, 0L);
    }

    /** Owners of what is held. */
    Set<Integer> owners() {
        return digests.keySet();
    }

    /** The slot of a live session. */
    int slotOf(long flowId) {
        int slot = slots.get(flowId);
        return slot != FlowSlots.NONE && store.flowId(slot) == flowId && store.isLive(slot) ? slot : FlowSlots.NONE;
    }

    /** Notes a session that is in the store already. */
    void note(long flowId, int slot) {
        if (slots.get(flowId) == FlowSlots.NONE) {
            toggle(flowId);
        }
        slots.put(flowId, slot);
    }

    /** Sees to it that there is such a session; the slot, or {@link FlowSlots#NONE} without room. */
    int hold(long flowId, ByteBuffer content) {
        int slot = slotOf(flowId);
        if (slot == FlowSlots.NONE) {
            forget(flowId);
            slot = store.open(flowId, content);
            if (slot == FlowSlots.NONE) {
                refused++;
            } else {
                note(flowId, slot);
            }
        }
        return slot;
    }

    void release(long flowId) {
        int slot = slots.get(flowId);
        if (slot != FlowSlots.NONE) {
            store.end(slot, flowId);
            forget(flowId);
        }
    }

    /** The session is ended already. */
    void forget(long flowId) {
        if (slots.get(flowId) != FlowSlots.NONE) {
            slots.remove(flowId);
            toggle(flowId);
        }
    }

    /** The session that was in this slot is ended. */
    void forgetIn(int slot, long flowId) {
        if (slots.get(flowId) == slot) {
            forget(flowId);
        }
    }

    void link(int slot, int ownerSlot) {
        ownerSlots[slot] = ownerSlot;
    }

    /** Whether what the owner said of its slots tells of this session, rather than that it was found here from before. */
    boolean isLinked(long flowId, Replica replica) {
        int slot = slots.get(flowId);
        return slot != FlowSlots.NONE && replica.flowId(ownerSlots[slot]) == flowId;
    }

    long[] flowIdsOf(int owner) {
        return Arrays.stream(slots.flowIds())
                .filter(flowId -> ownerOf(flowId) == owner)
                .toArray();
    }

    private void toggle(long flowId) {
        int owner = ownerOf(flowId);
        long digest = digest(owner) ^ FlowSlots.mix(flowId);
        if (digest == 0) {
            digests.remove(owner);
        } else {
            digests.put(owner, digest);
        }
    }
}
