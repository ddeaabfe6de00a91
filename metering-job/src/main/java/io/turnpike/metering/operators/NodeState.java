package io.turnpike.metering.operators;

/**
 * What is kept of one process of a node, as it is written to a checkpoint.
 *
 * @param next all batches below were taken
 * @param ranges from and to of what was taken above, in turn
 * @param intervalEndMillis the latest end of a batch's interval
 */
@SuppressWarnings("ArrayRecordComponent") // Written and read, never compared.
public record NodeState(String node, long bootEpoch, long next, long[] ranges, long intervalEndMillis) {
    /** One above the highest number that was taken. */
    long end() {
        return ranges.length == 0 ? next : ranges[ranges.length - 1];
    }
}
