package io.turnpike.node.maps;

import io.turnpike.node.maps.LimitRate.Excess;
import java.lang.foreign.MemorySegment;

/**
 * What one node lets through of a limit that may belong to several.
 *
 * @param safe the rate that is this node's whatever its peers do
 * @param untilNanos when the leased rate ends and the safe one begins, on the clock of {@link System#nanoTime}
 * @param queueClass class of the queue that packets wait in, 0 for none
 */
public record NodeLimit(LimitRate leased, LimitRate safe, long untilNanos, int queueClass) {
    /** Of an instant that does not come. */
    public static final long FOR_GOOD = Long.MAX_VALUE;

    /** A rate that is this node's alone. */
    public static NodeLimit of(LimitRate rate) {
        return new NodeLimit(rate, rate, FOR_GOOD, 0);
    }

    /** Of any two rates; the packet path knows none below 1 bit/s. */
    public static NodeLimit of(
            long bitsPerSecond, long safeBitsPerSecond, long untilNanos, Excess excess, int queueClass) {
        return new NodeLimit(
                LimitRate.near(bitsPerSecond, excess),
                LimitRate.near(safeBitsPerSecond, excess),
                untilNanos,
                queueClass);
    }

    /** With the bucket of an index. */
    public MemorySegment segment(int bucket) {
        return Struct.of(FlowAbi.LIMIT)
                .with("leased", 0, leased.segment())
                .with("safe", 0, safe.segment())
                .withLong("until_ns", untilNanos)
                .with("bucket", bucket)
                .with("queue_class", queueClass)
                .segment();
    }

    /** The safe rate in a limit that is in force, in bits per second; 0 if it limits nothing. */
    public static long safeBitsPerSecond(MemorySegment limit) {
        return limit.get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, FlowAbi.offset(FlowAbi.LIMIT, "safe"));
    }
}
