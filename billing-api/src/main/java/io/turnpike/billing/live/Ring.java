package io.turnpike.billing.live;

import io.turnpike.flow.Direction;

/** Octets of the last {@value #SECONDS} seconds; older ones are overwritten. */
final class Ring {
    static final int SECONDS = 900;

    private final long[] in = new long[SECONDS];
    private final long[] out = new long[SECONDS];
    private long newest;

    Ring(long second) {
        newest = second;
    }

    long newest() {
        return newest;
    }

    void add(long second, Direction direction, long octets) {
        advance(second);
        if (second > newest - SECONDS) {
            (direction == Direction.OUT ? out : in)[slot(second)] += octets;
        }
    }

    private void advance(long second) {
        for (long fresh = Math.max(newest + 1, second - SECONDS + 1); fresh <= second; fresh++) {
            in[slot(fresh)] = 0;
            out[slot(fresh)] = 0;
        }
        newest = Math.max(newest, second);
    }

    Second at(long second) {
        return second > newest || second <= newest - SECONDS
                ? new Second(second, 0, 0)
                : new Second(second, in[slot(second)], out[slot(second)]);
    }

    private static int slot(long second) {
        return Math.floorMod(second, SECONDS);
    }
}
