package io.turnpike.node.route;

import io.turnpike.node.route.Heartbeat.Fitness;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a node's routes are announced. A process that is gone or starts again is given time, since the packet
 * path forwards without it; one that says it is not fit is not.
 */
final class Announcement {
    private static final Duration WHILE_GONE = Duration.ofSeconds(10);
    /** It is there, and on its way to where its predecessor was. */
    private static final Duration WHILE_STARTING = Duration.ofSeconds(60);
    /** A process that lives has written by then. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private boolean announced;
    private long fitNanos;

    /**
     * @param announced what holds now, left by an earlier watchdog
     * @param nowNanos the machine's monotonic clock, like all others here
     */
    Announcement(boolean announced, long nowNanos) {
        this.announced = announced;
        this.fitNanos = nowNanos;
    }

    /** @param why for people */
    record Decision(boolean announced, String why) {}

    Decision decide(long nowNanos, @Nullable Heartbeat last, boolean drained) {
        boolean fresh = last != null && nowNanos - last.nanos() < FRESH.toNanos();
        if (last != null && last.fitness() == Fitness.READY) {
            fitNanos = Math.max(fitNanos, last.nanos());
        }
        if (drained) {
            return withdraw("drained");
        }
        if (last == null || !fresh) {
            return tolerate(nowNanos, WHILE_GONE, "its control process is gone");
        }
        return switch (last.fitness()) {
            case READY -> announce();
            case STARTING -> tolerate(nowNanos, WHILE_STARTING, "starting: " + last.detail());
            case UNREADY -> withdraw("not ready: " + last.detail());
        };
    }

    private Decision announce() {
        announced = true;
        return new Decision(true, "");
    }

    private Decision withdraw(String why) {
        announced = false;
        return new Decision(false, why);
    }

    private Decision tolerate(long nowNanos, Duration patience, String why) {
        if (announced && nowNanos - fitNanos < patience.toNanos()) {
            return new Decision(true, why);
        }
        return withdraw(why);
    }
}
