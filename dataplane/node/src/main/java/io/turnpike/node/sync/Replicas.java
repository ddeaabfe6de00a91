package io.turnpike.node.sync;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the other owners said of their slots, and the sessions that follow from it. */
final class Replicas {
    /** More slots than any node has; a guard against a sender gone mad. */
    private static final int MOST_SLOTS = 1 << 26;

    private final LocalSessions sessions;
    private final Map<Integer, Replica> byOwner = new HashMap<>();

    Replicas(LocalSessions sessions) {
        this.sessions = sessions;
    }

    Set<Integer> owners() {
        return byOwner.keySet();
    }

    Replica of(int owner) {
        return byOwner.computeIfAbsent(owner, key -> new Replica());
    }

    /** A datagram of changes from their owner. */
    void applyChanges(int owner, long incarnation, ByteBuffer in) {
        Replica replica = of(owner);
        long after = in.getLong();
        long upTo = in.getLong();
        if (replica.incarnation() == incarnation && upTo > replica.coverage().cursor()) {
            Records.readAll(in, new Merge(owner, replica));
            replica.coverage().add(after, upTo);
        }
    }

    /** A datagram of slots, from the owner or from who heard it. */
    void applySlots(SlotRange range, ByteBuffer in) {
        Replica replica = of(range.owner());
        if (range.incarnation() > replica.incarnation()) {
            replica.restart(range.incarnation());
        }
        if (range.incarnation() == replica.incarnation()) {
            Merge merge = new Merge(range.owner(), replica);
            RangeMerge all = new RangeMerge(merge, range);
            Records.readAll(in, all);
            all.end();
        }
    }

    /** Every slot was told of by the owner itself: sessions that it did not mention have ended. */
    void complete(int owner, long asOfVersion) {
        Replica replica = of(owner);
        replica.completed(asOfVersion);
        for (long flowId : sessions.flowIdsOf(owner)) {
            if (!sessions.isLinked(flowId, replica)) {
                sessions.release(flowId);
            }
        }
    }

    /** Of two statements on a slot the later one holds. */
    private final class Merge implements Records.Reader {
        private final int owner;
        private final Replica replica;

        Merge(int owner, Replica replica) {
            this.owner = owner;
            this.replica = replica;
        }

        @Override
        public void empty(int slot, long version) {
            requireSlot(slot);
            if (version > replica.version(slot)) {
                sessions.release(replica.flowId(slot));
                replica.set(slot, version, Replica.EMPTY);
            }
        }

        @Override
        public void session(int slot, long version, long flowId, ByteBuffer content) {
            requireSlot(slot);
            if (LocalSessions.ownerOf(flowId) != owner) {
                throw new IllegalArgumentException("session " + flowId + " is not of node " + owner);
            }
            if (version < replica.version(slot)) {
                return;
            }
            if (replica.flowId(slot) != flowId) {
                sessions.release(replica.flowId(slot));
                replica.set(slot, version, flowId);
            }
            int local = sessions.hold(flowId, content);
            if (local != FlowSlots.NONE) {
                sessions.link(local, slot);
            }
        }

        @Override
        public void unknown(int slot, long version) {
            requireSlot(slot);
        }

        private static void requireSlot(int slot) {
            if (slot < 0 || slot >= MOST_SLOTS) {
                throw new IllegalArgumentException("slot " + slot);
            }
        }
    }

    /** A range, in the order of slots, in which what is not mentioned is empty. */
    private static final class RangeMerge implements Records.Reader {
        private final Merge merge;
        private final SlotRange range;
        private int next;

        RangeMerge(Merge merge, SlotRange range) {
            this.merge = merge;
            this.range = range;
            this.next = range.from();
        }

        private void passTo(int slot) {
            for (int at = next; at < slot; at++) {
                merge.empty(at, range.version());
            }
            next = slot + 1;
        }

        void end() {
            passTo(range.to());
        }

        @Override
        public void empty(int slot, long version) {
            passTo(slot);
            merge.empty(slot, version);
        }

        @Override
        public void session(int slot, long version, long flowId, ByteBuffer content) {
            passTo(slot);
            merge.session(slot, version, flowId, content);
        }

        @Override
        public void unknown(int slot, long version) {
            passTo(slot);
        }
    }
}
