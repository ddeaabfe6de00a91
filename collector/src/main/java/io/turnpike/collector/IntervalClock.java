package io.turnpike.collector;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Wall time that never steps: the wall clock is read once, then a monotonic clock counts on.
 */
public final class IntervalClock {
    private final long startMillis;
    private final long startNanos;
    private final LongSupplier monotonicNanos;

    public IntervalClock(InstantSource wall, LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
        this.startNanos = monotonicNanos.getAsLong();
        this.startMillis = wall.millis();
    }

    public static IntervalClock system() {
        return new IntervalClock(InstantSource.system(), System::nanoTime);
    }

    /** UTC. */
    public long nowMillis() {
        return startMillis + (monotonicNanos.getAsLong() - startNanos) / 1_000_000;
    }

    /** UTC of an instant of the monotonic clock. */
    public long millisOf(long monotonicNanosThen) {
        return startMillis + Math.floorDiv(monotonicNanosThen - startNanos, 1_000_000L);
    }

    /** The next end of an interval after {@code millis}, on the grid of {@code intervalMillis}. */
    public static long nextBoundary(long millis, long intervalMillis) {
        return (Math.floorDiv(millis, intervalMillis) + 1) * intervalMillis;
    }
}
