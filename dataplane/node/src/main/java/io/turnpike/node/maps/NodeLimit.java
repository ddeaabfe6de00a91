package io.turnpike.node.maps;

import io.turnpike.node.maps.LimitRate.Excess;
import java.lang.foreign.MemorySegment;

/**
 * What one node lets through of a limit that may belong to several.
 *
 * @param safe the rate that is this node's whatever its peers do
 * @param untilNanos when the leased rate ends and the safe one begins, on the clock of {@link System#nanoTime}
 */
public record NodeLimit(LimitRate leased, LimitRate safe, long untilNanos) {
    /** Of an instant that does not come. */
    public static final long FOR_GOOD = Long.MAX_VALUE;

    /** Of the handle that all queues of limits are under. */
    public static final int QUEUE_MAJOR = 0x7470;

    /** A rate that is this node's alone. */
    public static NodeLimit of(LimitRate rate) {
        return new NodeLimit(rate, rate, FOR_GOOD);
    }

    /** Of any two rates; the packet path knows none below 1 bit/s. */
    public static NodeLimit of(long bitsPerSecond, long safeBitsPerSecond, long untilNanos, Excess excess) {
        return new NodeLimit(
                LimitRate.near(bitsPerSecond, excess), LimitRate.near(safeBitsPerSecond, excess), untilNanos);
    }

    /** The class that packets of a bucket wait in, as the kernel writes it: major and minor number. */
    public static int queueClass(int bucket) {
        return QUEUE_MAJOR << 16 | (bucket + 1);
    }

    /** With the bucket of an index. */
    public MemorySegment segment(int bucket) {
        return Struct.of(FlowAbi.LIMIT)
                .with("leased", 0, leased.segment())
                .with("safe", 0, safe.segment())
                .withLong("until_ns", untilNanos)
                .with("bucket", bucket)
                .with("queue_class", leased.excess() == Excess.WAITS ? queueClass(bucket) : 0)
                .segment();
    }

    /** The safe rate in a limit that is in force, in bits per second; 0 if it limits nothing. */
    public static long safeBitsPerSecond(MemorySegment limit) {
        return limit.get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, FlowAbi.offset(FlowAbi.LIMIT, "safe"));
    }
}
