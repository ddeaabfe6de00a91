package io.turnpike.proxy;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls back on its event loop when what was waited for did not come in time. Putting the deadline off, which happens
 * with every read, costs a store: the timer that runs is left to find out.
 */
final class Watchdog {
    private static final long NEVER = Long.MAX_VALUE;

    private final EventExecutor loop;
    private final Runnable expired;
    private long deadlineNanos = NEVER;
    private long timerNanos = NEVER;
    private @Nullable Future<?> timer;

    Watchdog(EventExecutor loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
    }

    void within(long millis) {
        long now = System.nanoTime();
        deadlineNanos = now + TimeUnit.MILLISECONDS.toNanos(millis);
        if (timer == null || timerNanos - deadlineNanos > 0) {
            cancel();
            start(now);
        }
    }

    /** Nothing is waited for. */
    void rest() {
        deadlineNanos = NEVER;
    }

    /** For good. */
    void stop() {
        rest();
        cancel();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void start(long now) {
        timerNanos = deadlineNanos;
        timer = loop.schedule(this::ring, deadlineNanos - now, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        timer = null;
        if (deadlineNanos == NEVER) {
            return;
        }
        long now = System.nanoTime();
        if (deadlineNanos - now > 0) {
            start(now);
        } else {
            deadlineNanos = NEVER;
            expired.run();
        }
    }
}
