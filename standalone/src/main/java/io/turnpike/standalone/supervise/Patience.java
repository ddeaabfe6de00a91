package io.turnpike.standalone.supervise;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what nobody tells us of, as the end of a process that is not our child, by looking at it often. */
public final class Patience {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private Patience() {}

    /** Returns whether the condition came true in time. */
    public static boolean until(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(LOOK_EVERY);
        }
        return true;
    }
}
