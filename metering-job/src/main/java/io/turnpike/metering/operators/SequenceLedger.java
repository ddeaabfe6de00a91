package io.turnpike.metering.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The batch numbers of one process of a node that were taken: all below the next one, and ranges above it. */
final class SequenceLedger {
    private long next;
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** Takes a number. Says false if it was taken before. */
    boolean accept(long sequence) {
        if (isTaken(sequence)) {
            return false;
        }
        acceptRange(sequence, sequence + 1);
        return true;
    }

    private boolean isTaken(long sequence) {
        Map.Entry<Long, Long> below = ranges.floorEntry(sequence);
        return sequence < next || (below != null && sequence < below.getValue());
    }

    /** Takes all from {@code from}, up to but not including {@code to}, whether taken before or not. */
    void acceptRange(long from, long to) {
        long start = from;
        long end = to;
        Map.Entry<Long, Long> touching = ranges.floorEntry(end);
        while (touching != null && touching.getValue() >= start) {
            start = Math.min(start, touching.getKey());
            end = Math.max(end, touching.getValue());
            ranges.remove(touching.getKey());
            touching = ranges.floorEntry(end);
        }
        if (start <= next) {
            next = Math.max(next, end);
        } else {
            ranges.put(start, end);
        }
        absorb();
    }

    private void absorb() {
        Map.Entry<Long, Long> first = ranges.firstEntry();
        while (first != null && first.getKey() <= next) {
            next = Math.max(next, first.getValue());
            ranges.remove(first.getKey());
            first = ranges.firstEntry();
        }
    }

    /** The lowest number that was not taken. */
    long next() {
        return next;
    }

    /** One above the highest number that was taken. */
    long end() {
        return ranges.isEmpty() ? next : ranges.lastEntry().getValue();
    }

    /** How many numbers below the highest one are missing. */
    long missing() {
        long missing = end() - next;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            missing -= range.getValue() - range.getKey();
        }
        return missing;
    }

    /** The ranges above {@link #next()}, as from and to in turn, ascending. */
    long[] ranges() {
        List<Long> bounds = new ArrayList<>(ranges.size() * 2);
        ranges.forEach((from, to) -> {
            bounds.add(from);
            bounds.add(to);
        });
        return bounds.stream().mapToLong(Long::longValue).toArray();
    }
}
