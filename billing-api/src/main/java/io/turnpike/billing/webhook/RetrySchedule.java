package io.turnpike.billing.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a message that was not taken is sent again: quickly at first, then ever later, for three days in all. */
final class RetrySchedule {
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(20));

    private RetrySchedule() {}

    /**
     * How long to wait after an attempt; empty to give up.
     *
     * @param attempts made so far, from 1
     * @param spread from 0 to 1: up to a tenth longer, so that what failed together does not come back together
     */
    static Optional<Duration> waitAfter(int attempts, double spread) {
        if (attempts > WAITS.size()) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(attempts - 1);
        return Optional.of(wait.plusMillis((long) (wait.toMillis() * spread / 10)));
    }
}
