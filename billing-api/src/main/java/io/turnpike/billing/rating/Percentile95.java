package io.turnpike.billing.rating;

import java.util.Arrays;

/** The 95th percentile of a month by rank: of N slots the floor(0.05 N) highest are dropped, the next is the value. */
public final class Percentile95 {
    private Percentile95() {}

    /** How many of the highest slots do not count. */
    public static long dropped(long slots) {
        return slots / 20;
    }

    /**
     * The value.
     *
     * @param samples octets of the slots in which there were any, in any order
     * @param slots all slots, those without a sample included: they are zero
     */
    public static long of(long[] samples, long slots) {
        if (slots < 1 || samples.length > slots) {
            throw new IllegalArgumentException(samples.length + " samples in " + slots + " slots");
        }
        long[] ascending = samples.clone();
        Arrays.sort(ascending);
        long rank = ascending.length - 1 - dropped(slots);
        return rank < 0 ? 0 : ascending[Math.toIntExact(rank)];
    }
}
