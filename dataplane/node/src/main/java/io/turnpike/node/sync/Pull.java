package io.turnpike.node.sync;

/**
 * Fetching all of an owner's sessions from one node, piece by piece.
 *
 * @param held what the node holds, by flow id, rather than what it knows of the owner's slots
 */
record Pull(int source, int owner, boolean held, Coverage slots, Progress progress) {
    static final long RETRY_NANOS = 100_000_000L;

    /** What changes while it goes on. */
    static final class Progress {
        private long total = Long.MAX_VALUE;
        private long asOfVersion = Long.MAX_VALUE;
        private long requestedNanos;
    }

    static Pull of(int source, int owner, boolean held) {
        return new Pull(source, owner, held, new Coverage(), new Progress());
    }

    void requested(long nowNanos) {
        progress.requestedNanos = nowNanos;
    }

    boolean isOverdue(long nowNanos) {
        return nowNanos - progress.requestedNanos >= RETRY_NANOS;
    }

    boolean isAnsweredBy(int sender, SlotRange range) {
        return sender == source && range.owner() == owner && range.held() == held;
    }

    void answered(SlotRange range) {
        slots.add(range.from(), range.to());
        progress.total = range.total();
        progress.asOfVersion = Math.min(progress.asOfVersion, range.version());
    }

    boolean isFinished() {
        return slots.cursor() >= progress.total;
    }

    /** All changes up to here are in what was fetched. */
    long asOfVersion() {
        return progress.asOfVersion;
    }
}
