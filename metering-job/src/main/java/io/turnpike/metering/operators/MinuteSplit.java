package io.turnpike.metering.operators;

import java.util.Arrays;

/**
 * The minutes that an interval lies in, and the division of an amount among them in proportion to time, by largest
 * remainder, so that the parts add up to the whole. An interval of more than a day is taken for its last day.
 */
final class MinuteSplit {
    static final long MINUTE_MILLIS = 60_000;
    private static final long LONGEST_MILLIS = 24 * 60 * MINUTE_MILLIS;

    private final long firstMinuteMillis;
    private final long[] weights;
    private final long totalWeight;

    MinuteSplit(long startMillis, long endMillis) {
        long start = Math.max(startMillis, endMillis - LONGEST_MILLIS);
        // An empty interval belongs to the minute it stands in.
        long end = Math.max(start + 1, endMillis);
        firstMinuteMillis = Math.floorDiv(start, MINUTE_MILLIS) * MINUTE_MILLIS;
        weights = new long[Math.toIntExact(Math.floorDiv(end - 1 - firstMinuteMillis, MINUTE_MILLIS) + 1)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.min(end, minute(i) + MINUTE_MILLIS) - Math.max(start, minute(i));
        }
        totalWeight = end - start;
    }

    int minutes() {
        return weights.length;
    }

    /** Start of the i-th minute, UTC. */
    long minute(int i) {
        return firstMinuteMillis + i * MINUTE_MILLIS;
    }

    /** The part of each minute. */
    long[] divide(long amount) {
        if (weights.length == 1) {
            return new long[] {amount};
        }
        long[] parts = new long[weights.length];
        long[] remainders = new long[weights.length];
        long rest = amount;
        for (int i = 0; i < parts.length; i++) {
            // Never overflows: the weight is at most a minute, and the remainder at most a day, in milliseconds.
            parts[i] = amount / totalWeight * weights[i] + amount % totalWeight * weights[i] / totalWeight;
            remainders[i] = amount % totalWeight * weights[i] % totalWeight;
            rest -= parts[i];
        }
        long[] largest = remainders.clone();
        Arrays.sort(largest);
        return distribute(parts, remainders, largest, rest);
    }

    private static long[] distribute(long[] parts, long[] remainders, long[] sorted, long rest) {
        if (rest == 0) {
            return parts;
        }
        long threshold = sorted[Math.toIntExact(sorted.length - rest)];
        long left = rest;
        for (int i = 0; i < parts.length; i++) {
            if (remainders[i] > threshold) {
                parts[i]++;
                left--;
            }
        }
        for (int i = 0; left > 0; i++) {
            if (remainders[i] == threshold) {
                parts[i]++;
                left--;
            }
        }
        return parts;
    }
}
