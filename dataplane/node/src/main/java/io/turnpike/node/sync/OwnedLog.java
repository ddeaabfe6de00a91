package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/** Tells the others of this node's own slots: every change once when it happens, and again to whom it was lost. */
final class OwnedLog {
    private static final int MOST_REPEATED_DATAGRAMS = 64;

    private final int me;
    private final SessionStore store;
    private final LocalSessions sessions;
    private final Outbox outbox;
    private final Replica slots = new Replica();
    private final int[] log;
    private long version;
    private long told;

    /**
     * @param repeatable changes that can be repeated one by one; who missed more is told all slots. A power of two
     */
    OwnedLog(int me, SessionStore store, LocalSessions sessions, Outbox outbox, int repeatable) {
        this.me = me;
        this.store = store;
        this.sessions = sessions;
        this.outbox = outbox;
        this.log = new int[repeatable];
        restart();
    }

    Replica slots() {
        return slots;
    }

    long version() {
        return version;
    }

    long oldest() {
        return Math.max(0, version - log.length);
    }

    /** Numbers all anew, for a new incarnation. What there is now is told to who asks for all slots. */
    void restart() {
        version = 0;
        slots.restart(outbox.incarnation());
        for (int slot = 0; slot < store.slots(); slot++) {
            changed(slot);
            told = version;
        }
        slots.completed(0);
    }

    /** Takes up what became of the slot; nothing if it is as it was. */
    void changed(int slot) {
        long flowId = store.isLive(slot) && LocalSessions.ownerOf(store.flowId(slot)) == me
                ? store.flowId(slot)
                : Replica.EMPTY;
        long before = slots.flowId(slot);
        if (flowId == before) {
            return;
        }
        if (version - told >= log.length / 2) {
            flush();
        }
        if (before != Replica.EMPTY) {
            sessions.forget(before);
        }
        if (flowId != Replica.EMPTY) {
            sessions.note(flowId, slot);
            sessions.link(slot, slot);
        }
        version++;
        log[(int) (version & log.length - 1)] = slot;
        slots.set(slot, version, flowId);
    }

    /** Sends what changed since the last call. */
    void flush() {
        while (told < version) {
            told = send(Header.EVERYONE, told, version);
        }
    }

    /** Sends again, to one; not all if it is very much, since it asks again. */
    void repeat(int to, long after, long upTo) {
        long from = Math.max(after, oldest());
        long end = Math.min(upTo, told);
        for (int datagrams = 0; from < end && datagrams < MOST_REPEATED_DATAGRAMS; datagrams++) {
            from = send(to, from, end);
        }
    }

    /** Fills one datagram with what changed after one version and up to the other; how far it got. */
    private long send(int to, long after, long upTo) {
        ByteBuffer out = outbox.begin(MessageType.CHANGES, to);
        out.putLong(after);
        int end = out.position();
        out.putLong(after);
        long done = after;
        while (done < upTo && outbox.room() >= Records.MOST_OCTETS) {
            done++;
            int slot = log[(int) (done & log.length - 1)];
            // What was overtaken by a later change goes with that one.
            if (slots.version(slot) == done) {
                write(out, slot, done);
            }
        }
        out.putLong(end, done);
        outbox.send();
        return done;
    }

    private void write(ByteBuffer out, int slot, long version) {
        long flowId = slots.flowId(slot);
        if (flowId == Replica.EMPTY) {
            Records.writeEmpty(out, slot, version);
        } else {
            Records.write(out, slot, version, flowId, store, slot);
        }
    }

    /** Shared sessions of which a node that knows all up to {@code acknowledged} may not know yet. */
    int unknownTo(long acknowledged) {
        long after = Math.max(acknowledged, oldest());
        if (after > acknowledged) {
            return live();
        }
        int count = 0;
        for (long at = after + 1; at <= version; at++) {
            int slot = log[(int) (at & log.length - 1)];
            count += slots.version(slot) == at && slots.flowId(slot) != Replica.EMPTY ? 1 : 0;
        }
        return count;
    }

    int live() {
        int count = 0;
        for (int slot = 0; slot < slots.slots(); slot++) {
            count += slots.flowId(slot) != Replica.EMPTY ? 1 : 0;
        }
        return count;
    }
}
