package io.turnpike.standalone.lab.impair;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How bad a link is, in each direction.
 *
 * @param lossPercent share of the frames that are lost
 * @param delayMillis by which every frame is late
 * @param reorderPercent share of the frames that are held back {@link #HELD_BACK} longer, so that others overtake them
 * @param seed decides which; the same frames with the same seed fare alike
 */
public record Impairment(double lossPercent, int delayMillis, double reorderPercent, long seed) {
    static final Duration HELD_BACK = Duration.ofMillis(10);
    private static final int MOST_DELAY_MILLIS = 10_000;
    private static final double HUNDRED = 100;

    public Impairment {
        requirePercent("--loss", lossPercent);
        requirePercent("--reorder", reorderPercent);
        if (delayMillis < 0 || delayMillis > MOST_DELAY_MILLIS) {
            throw new IllegalArgumentException("--delay " + delayMillis + " is not in 0.." + MOST_DELAY_MILLIS + " ms");
        }
    }

    private static void requirePercent(String option, double percent) {
        if (!(percent >= 0 && percent <= HUNDRED)) {
            throw new IllegalArgumentException(option + " " + percent + " is not in 0..100 %");
        }
    }

    /** What becomes of a frame. */
    sealed interface Fate {
        record Lost() implements Fate {}

        record Late(Duration by) implements Fate {}
    }

    Fate next(RandomGenerator random) {
        boolean lost = random.nextDouble() * HUNDRED < lossPercent;
        boolean heldBack = random.nextDouble() * HUNDRED < reorderPercent;
        Duration delay = Duration.ofMillis(delayMillis);
        return lost ? new Fate.Lost() : new Fate.Late(heldBack ? delay.plus(HELD_BACK) : delay);
    }
}
