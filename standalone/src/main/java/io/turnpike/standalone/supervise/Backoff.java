package io.turnpike.standalone.supervise;

import java.time.Duration;

/** How long to wait before a part that died is started again: twice as long each time, until it has lived for long. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private Duration next = FIRST;

    Duration afterLifeOf(Duration life) {
        if (life.compareTo(LONG_LIFE) >= 0) {
            next = FIRST;
        }
        var now = next;
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return now;
    }
}
