package io.turnpike.billing.usage;

import io.turnpike.flow.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bandwidth of a resource's face over time. Slots follow each other without holes; one without a sample is zero and
 * not observed.
 *
 * @param to the end of the last slot: a slot that still runs would show too little
 * @param inOctets of the whole period asked for, the slot that still runs included
 * @param month the 95th percentile, null where nothing of the resource could be charged by it
 * @param capBitsPerSecond that it is declared with, for what leaves; null for none
 */
public record BandwidthSeries(
        Instant from,
        Instant to,
        int stepSeconds,
        List<Long> inBitsPerSecond,
        List<Long> outBitsPerSecond,
        List<Boolean> observed,
        long inOctets,
        long outOctets,
        @Nullable MonthSoFar month,
        @Nullable Long capBitsPerSecond) {
    private static final long BITS = 8;

    /**
     * The 95th percentile of what left in slots of 5 minutes of the month so far.
     *
     * @param slots from the month's start, or from when the resource was the account's, until now
     * @param dropped how many of the highest do not count
     */
    public record MonthSoFar(Instant from, Instant to, long slots, long dropped, long p95BitsPerSecond) {}

    static BandwidthSeries of(
            Instant from,
            Instant to,
            int step,
            List<SlotOctets> samples,
            @Nullable MonthSoFar month,
            @Nullable Long capBitsPerSecond) {
        int slots = Math.toIntExact(Duration.between(from, to).toSeconds() / step);
        long[] in = new long[slots];
        long[] out = new long[slots];
        boolean[] observed = new boolean[slots];
        for (SlotOctets sample : samples) {
            int slot = Math.toIntExact((sample.startSecond() - from.getEpochSecond()) / step);
            if (slot < slots) {
                (sample.direction() == Direction.OUT ? out : in)[slot] = bitsPerSecond(sample.octets(), step);
                observed[slot] = true;
            }
        }
        return new BandwidthSeries(
                from,
                to,
                step,
                Arrays.stream(in).boxed().toList(),
                Arrays.stream(out).boxed().toList(),
                boxed(observed),
                sum(samples, Direction.IN),
                sum(samples, Direction.OUT),
                month,
                capBitsPerSecond);
    }

    static long bitsPerSecond(long octets, int seconds) {
        return Math.round((double) octets * BITS / seconds);
    }

    private static List<Boolean> boxed(boolean[] flags) {
        List<Boolean> list = new ArrayList<>(flags.length);
        for (boolean flag : flags) {
            list.add(flag);
        }
        return list;
    }

    private static long sum(List<SlotOctets> samples, Direction direction) {
        return samples.stream()
                .filter(sample -> sample.direction() == direction)
                .mapToLong(SlotOctets::octets)
                .sum();
    }
}
