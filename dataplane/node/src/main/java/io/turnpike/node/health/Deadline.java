package io.turnpike.node.health;

import java.net.SocketTimeoutException;

/** When a probe has waited long enough, for all that it does together. */
record Deadline(long endNanos) {
    private static final long NANOS_A_MILLI = 1_000_000;

    static Deadline in(int seconds) {
        return new Deadline(System.nanoTime() + seconds * 1_000L * NANOS_A_MILLI);
    }

    /** Whole milliseconds that are left, at least one, since 0 would mean to wait without end. */
    int millisLeft() throws SocketTimeoutException {
        long left = endNanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.max(1, left / NANOS_A_MILLI);
    }
}
