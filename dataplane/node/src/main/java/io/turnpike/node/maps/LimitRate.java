package io.turnpike.node.maps;

/**
 * The rate of a token bucket, and what follows from it.
 *
 * @param bitsPerSecond layer 3, 1 to {@link #MAX_BITS_PER_SECOND}
 */
public record LimitRate(long bitsPerSecond) {
    /** More than one node forwards; the packet path's arithmetic is exact up to here. */
    public static final long MAX_BITS_PER_SECOND = 100_000_000_000L;

    private static final long GSO_PACKET_BITS = 8L * 128 * 1024;
    private static final long BURSTS_PER_SECOND = 10;
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

    /** 100 ms of the rate, and at least 128 KiB, so that one GSO packet, which passes or falls as a whole, always fits. */
    public long burstBits() {
        return Math.max(bitsPerSecond / BURSTS_PER_SECOND, GSO_PACKET_BITS);
    }

    /** In which an empty bucket fills, rounded up. */
    public long fillNanos() {
        return burstBits() > GSO_PACKET_BITS
                ? NANOS_PER_SECOND / BURSTS_PER_SECOND
                : Math.ceilDiv(GSO_PACKET_BITS * NANOS_PER_SECOND, bitsPerSecond);
    }
}
