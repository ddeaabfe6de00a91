package io.turnpike.node.maps;

import java.lang.foreign.MemorySegment;

/**
 * The rate of a token bucket, and what follows from it.
 *
 * @param bitsPerSecond layer 3, 1 to {@link #MAX_BITS_PER_SECOND}
 * @param excess what becomes of packets that come too fast
 */
public record LimitRate(long bitsPerSecond, Excess excess) {
    /** More than one node forwards; the packet path's arithmetic is exact up to here. */
    public static final long MAX_BITS_PER_SECOND = 100_000_000_000L;

    private static final long LARGEST_BURST_BITS = 10_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** What becomes of packets that come faster than the rate but fit into the bucket. */
    public enum Excess {
        /**
         * They pass at once, and the sender learns of the rate by losses alone. TCP that lost a whole GSO packet is silent
         * for its retransmission timeout, 200 ms at least on Linux; a bucket that is full before then would throw away what
         * the customer paid for: 250 ms. At least 128 KiB, so that one GSO packet, which passes or falls as a whole, fits.
         */
        PASSES(4, 8L * 128 * 1024),
        /**
         * They wait in a queue of the same rate, so the bucket is as deep as a queue may be long: 50 ms. At least 72 KiB, a
         * GSO packet with the headers of its segments.
         */
        WAITS(20, 8L * 72 * 1024);

        private final long burstsPerSecond;
        private final long leastBurstBits;

        Excess(long burstsPerSecond, long leastBurstBits) {
            this.burstsPerSecond = burstsPerSecond;
            this.leastBurstBits = leastBurstBits;
        }
    }

    public LimitRate {
        if (bitsPerSecond < 1 || bitsPerSecond > MAX_BITS_PER_SECOND) {
            throw new IllegalArgumentException("a rate is 1.." + MAX_BITS_PER_SECOND + " bit/s, not " + bitsPerSecond);
        }
    }

    public LimitRate(long bitsPerSecond) {
        this(bitsPerSecond, Excess.PASSES);
    }

    /** A rate above what a node forwards limits nothing there, and becomes the largest. */
    public static LimitRate ofAtMost(long bitsPerSecond) {
        return new LimitRate(Math.min(bitsPerSecond, MAX_BITS_PER_SECOND));
    }

    /** The nearest that a bucket can have: it cannot stand still. */
    static LimitRate near(long bitsPerSecond, Excess excess) {
        return new LimitRate(Math.clamp(bitsPerSecond, 1, MAX_BITS_PER_SECOND), excess);
    }

    /** At most what 64 bits compute with. */
    public long burstBits() {
        return Math.clamp(bitsPerSecond / excess.burstsPerSecond, excess.leastBurstBits, LARGEST_BURST_BITS);
    }

    /** In which an empty bucket fills, rounded up. */
    public long fillNanos() {
        // The product exceeds 63 bits, not 64.
        return Long.divideUnsigned(burstBits() * NANOS_PER_SECOND + bitsPerSecond - 1, bitsPerSecond);
    }

    MemorySegment segment() {
        return Struct.of(FlowAbi.RATE)
                .withLong("bits_per_second", bitsPerSecond)
                .withLong("burst_bits", burstBits())
                .withLong("fill_ns", fillNanos())
                .segment();
    }
}
