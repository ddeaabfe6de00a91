package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/** Tells a node that asks what is in the slots of an owner, this node itself or another. */
final class SlotAnswers {
    /** A burst that fits the receive buffer of the node that asked; it asks again for the rest. */
    private static final int MOST_DATAGRAMS = 96;

    private final SessionStore store;
    private final LocalSessions sessions;
    private final Outbox outbox;

    SlotAnswers(SessionStore store, LocalSessions sessions, Outbox outbox) {
        this.store = store;
        this.sessions = sessions;
        this.outbox = outbox;
    }

    /** From what the owner said; slots that it mentioned last after {@code version} are written out even if empty. */
    void tellReplica(int to, int owner, Replica replica, long version, int first) {
        int from = first;
        int total = replica.slots();
        for (int datagrams = 1; datagrams == 1 || (from < total && datagrams <= MOST_DATAGRAMS); datagrams++) {
            ByteBuffer out = outbox.begin(MessageType.SLOTS, to);
            int start = out.position();
            range(owner, false, replica.incarnation(), total, from, from, version, false)
                    .write(out);
            int slot = from;
            while (slot < total && outbox.room() >= Records.MOST_OCTETS) {
                writeSlot(out, replica, version, slot++);
            }
            boolean last = slot >= total || datagrams == MOST_DATAGRAMS;
            rewrite(out, start, range(owner, false, replica.incarnation(), total, from, slot, version, last));
            outbox.send();
            from = slot;
        }
    }

    private void writeSlot(ByteBuffer out, Replica replica, long version, int slot) {
        long flowId = replica.flowId(slot);
        if (flowId != Replica.EMPTY) {
            Records.write(out, slot, replica.version(slot), flowId, store, sessions.slotOf(flowId));
        } else if (replica.version(slot) > version) {
            Records.writeEmpty(out, slot, replica.version(slot));
        }
    }

    /** From what is held here: to the owner itself everything, to another only what the owner's slots do not tell of. */
    void tellHeld(int to, int owner, Replica replica, int first) {
        int from = first;
        int total = store.slots();
        for (int datagrams = 1; datagrams == 1 || (from < total && datagrams <= MOST_DATAGRAMS); datagrams++) {
            ByteBuffer out = outbox.begin(MessageType.SLOTS, to);
            int start = out.position();
            range(owner, true, 0, total, from, from, 0, false).write(out);
            int slot = from;
            while (slot < total && outbox.room() >= Records.MOST_OCTETS) {
                writeHeld(out, to, owner, replica, slot++);
            }
            boolean last = slot >= total || datagrams == MOST_DATAGRAMS;
            rewrite(out, start, range(owner, true, 0, total, from, slot, 0, last));
            outbox.send();
            from = slot;
        }
    }

    private void writeHeld(ByteBuffer out, int to, int owner, Replica replica, int slot) {
        long flowId = store.flowId(slot);
        if (LocalSessions.ownerOf(flowId) == owner
                && sessions.slotOf(flowId) == slot
                && (to == owner || !sessions.isLinked(flowId, replica))) {
            Records.write(out, slot, 0, flowId, store, slot);
        }
    }

    private static SlotRange range(
            int owner, boolean held, long incarnation, int total, int from, int to, long version, boolean last) {
        return new SlotRange(owner, held, last, incarnation, total, from, to, version);
    }

    private static void rewrite(ByteBuffer out, int start, SlotRange range) {
        int end = out.position();
        out.position(start);
        range.write(out);
        out.position(end);
    }
}
