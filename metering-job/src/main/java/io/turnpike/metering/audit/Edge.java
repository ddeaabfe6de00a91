package io.turnpike.metering.audit;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A place between two batches of a node.
 *
 * @param sequence of the batch behind it
 * @param countersEpoch of the counters that the process on this side of it read
 * @param atMillis UTC
 * @param reported what all batches before it reported of these counters
 * @param last whether the counters were read to their end here, so that nothing of them can follow
 */
record Edge(long bootEpoch, long sequence, long countersEpoch, long atMillis, Amount reported, boolean last) {

    boolean isBefore(Edge other) {
        return bootEpoch < other.bootEpoch || (bootEpoch == other.bootEpoch && sequence < other.sequence);
    }

    /** Whether the batch behind this is of the same process, and the very next one: nothing can ever come in between. */
    boolean isSameAs(Edge begin) {
        return bootEpoch == begin.bootEpoch && sequence == begin.sequence;
    }

    /**
     * Whether, as far as one knows, nothing is missing between what ended here and what another process began there: of
     * two that read the same counters what they reported of them tells, of two with counters of their own whether the first
     * had read its own to the end. Of processes between the two nothing may have come yet.
     */
    boolean isFollowedBy(Edge begin) {
        if (bootEpoch == begin.bootEpoch || begin.sequence != 0) {
            return false;
        }
        if (countersEpoch != begin.countersEpoch) {
            return last && begin.isBeginOfCounters();
        }
        return (reported.isKnown() && begin.reported.isKnown())
                ? reported.equals(begin.reported)
                : atMillis == begin.atMillis;
    }

    /** Whether no batch of these counters can have been before. */
    boolean isBeginOfCounters() {
        return sequence == 0 && (!reported.isKnown() || reported.equals(Amount.ZERO));
    }

    /** What is missing up to there. */
    Amount missingUntil(Edge begin) {
        return countersEpoch == begin.countersEpoch ? begin.reported.minus(reported) : Amount.UNKNOWN;
    }

    /** The begin of the counters, if no batch that came up to now is missing. */
    Edge asBegin() {
        return new Edge(bootEpoch, 0, countersEpoch, atMillis, Amount.ZERO, false);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(bootEpoch);
        out.writeLong(sequence);
        out.writeLong(countersEpoch);
        out.writeLong(atMillis);
        reported.write(out);
        out.writeBoolean(last);
    }

    static Edge read(DataInput in) throws IOException {
        return new Edge(in.readLong(), in.readLong(), in.readLong(), in.readLong(), Amount.read(in), in.readBoolean());
    }
}
