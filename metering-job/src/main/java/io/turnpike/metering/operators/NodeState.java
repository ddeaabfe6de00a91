package io.turnpike.metering.operators;

import java.util.StringJoiner;

/**
 * What is kept of one process of a node, as it is written to a checkpoint.
 *
 * @param next all batches below were taken
 * @param ranges from and to of what was taken above, in turn
 * @param intervalEndMillis the latest end of a batch's interval
 */
@SuppressWarnings("ArrayRecordComponent") // Written and read, never compared.
public record NodeState(String node, long bootEpoch, long next, long[] ranges, long intervalEndMillis) {
    private static final int MOST_HOLES = 20;

    /** One above the highest number that was taken. */
    long end() {
        return ranges.length == 0 ? next : ranges[ranges.length - 1];
    }

    /** How many batches below the highest one are missing. */
    long missing() {
        long missing = 0;
        for (int hole = 0; hole < ranges.length; hole += 2) {
            missing += ranges[hole] - holeStart(hole);
        }
        return missing;
    }

    /** The numbers of the missing batches, such as 12-15,20; no more than the first {@value #MOST_HOLES} holes. */
    String holes() {
        StringJoiner holes = new StringJoiner(",");
        for (int hole = 0; hole < Math.min(ranges.length, 2 * MOST_HOLES); hole += 2) {
            long first = holeStart(hole);
            long last = ranges[hole] - 1;
            holes.add(first == last ? String.valueOf(first) : first + "-" + last);
        }
        return holes.toString();
    }

    /** Before the first range everything from {@link #next} is missing, before another what lies between the two. */
    private long holeStart(int hole) {
        return hole == 0 ? next : ranges[hole - 1];
    }
}
