package io.turnpike.node.sync;

import java.util.Arrays;

/** Lets each sequence number of one incarnation of a sender pass once, in any order within the window. */
final class ReplayWindow {
    static final int SIZE = 16_384;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest;

    /** Whether the number, which starts at 1, was not seen before; too old a number counts as seen. */
    boolean accept(long sequence) {
        if (sequence <= 0 || sequence <= highest - SIZE) {
            return false;
        }
        if (sequence > highest) {
            slideTo(sequence);
        }
        int bit = (int) (sequence & SIZE - 1);
        long mask = 1L << bit;
        boolean first = (seen[bit / Long.SIZE] & mask) == 0;
        seen[bit / Long.SIZE] |= mask;
        return first;
    }

    private void slideTo(long sequence) {
        if (sequence - highest >= SIZE) {
            Arrays.fill(seen, 0);
        } else {
            for (long passed = highest + 1; passed <= sequence; passed++) {
                int bit = (int) (passed & SIZE - 1);
                seen[bit / Long.SIZE] &= ~(1L << bit);
            }
        }
        highest = sequence;
    }
}
