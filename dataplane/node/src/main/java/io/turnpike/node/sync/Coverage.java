package io.turnpike.node.sync;

import java.util.Map;
import java.util.TreeMap;

/** How far an ordered sequence is known without a gap, and what is known beyond the first gap. Ranges exclude their start. */
final class Coverage {
    private final TreeMap<Long, Long> beyond = new TreeMap<>();
    private long cursor;

    void restart(long from) {
        cursor = from;
        beyond.clear();
    }

    /** All up to here is known. */
    long cursor() {
        return cursor;
    }

    boolean hasGap() {
        return !beyond.isEmpty();
    }

    /** Where the first gap ends, if the sequence itself is known to end at {@code end}; the cursor if there is none. */
    long gapEnd(long end) {
        return beyond.isEmpty() ? Math.max(cursor, end) : beyond.firstKey();
    }

    void add(long from, long to) {
        if (to <= cursor || to <= from) {
            return;
        }
        if (from > cursor) {
            merge(from, to);
        } else {
            cursor = to;
            absorb();
        }
    }

    private void merge(long from, long to) {
        long start = from;
        long end = to;
        Map.Entry<Long, Long> left = beyond.floorEntry(from);
        if (left != null && left.getValue() >= from) {
            start = left.getKey();
            end = Math.max(end, left.getValue());
        }
        Map.Entry<Long, Long> right = beyond.ceilingEntry(start);
        while (right != null && right.getKey() <= end) {
            end = Math.max(end, right.getValue());
            beyond.remove(right.getKey());
            right = beyond.ceilingEntry(start);
        }
        beyond.put(start, end);
    }

    private void absorb() {
        while (!beyond.isEmpty() && beyond.firstKey() <= cursor) {
            cursor = Math.max(cursor, beyond.pollFirstEntry().getValue());
        }
    }
}
