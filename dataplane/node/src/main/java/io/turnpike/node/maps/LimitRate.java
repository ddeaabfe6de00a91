package io.turnpike.node.maps;

/**
 * The rate of a token bucket, and what follows from it.
 *
 * @param bitsPerSecond layer 3, 1 to {@link #MAX_BITS_PER_SECOND}
 */
public record LimitRate(long bitsPerSecond) {
    /** More than one node forwards; the packet path's arithmetic is exact up to here. */
    public static final long MAX_BITS_PER_SECOND = 100_000_000_000L;

    private static final long LEAST_BURST_BITS = 8L * 128 * 1024;
    private static final long LARGEST_BURST_BITS = 10_000_000_000L;
    private static final long BURSTS_PER_SECOND = 4;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    public LimitRate {
        if (bitsPerSecond < 1 || bitsPerSecond > MAX_BITS_PER_SECOND) {
            throw new IllegalArgumentException("a rate is 1.." + MAX_BITS_PER_SECOND + " bit/s, not " + bitsPerSecond);
        }
    }

    /** A rate above what a node forwards limits nothing there, and becomes the largest. */
    public static LimitRate ofAtMost(long bitsPerSecond) {
        return new LimitRate(Math.min(bitsPerSecond, MAX_BITS_PER_SECOND));
    }

    /**
     * 250 ms of the rate. TCP that lost a whole GSO packet is silent for its retransmission timeout, 200 ms at least on
     * Linux; a bucket that is full before then would throw away what the customer paid for. At least 128 KiB, so that one
     * GSO packet, which passes or falls as a whole, always fits; at most what 64 bits compute with.
     */
    public long burstBits() {
        return Math.clamp(bitsPerSecond / BURSTS_PER_SECOND, LEAST_BURST_BITS, LARGEST_BURST_BITS);
    }

    /** In which an empty bucket fills, rounded up. */
    public long fillNanos() {
        // The product exceeds 63 bits, not 64.
        return Long.divideUnsigned(burstBits() * NANOS_PER_SECOND + bitsPerSecond - 1, bitsPerSecond);
    }
}
