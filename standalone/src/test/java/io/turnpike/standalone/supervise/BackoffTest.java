package io.turnpike.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void shouldWaitTwiceAsLongEachTimeUpToABound() {
        var backoff = new Backoff();
        var pause = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            var longer = backoff.afterLifeOf(Duration.ofSeconds(1));
            assertThat(longer).isGreaterThanOrEqualTo(pause).isLessThanOrEqualTo(Backoff.LONGEST);
            pause = longer;
        }
        assertThat(pause).isEqualTo(Backoff.LONGEST);
    }

    @Test
    void shouldBeginAnewAfterALongLife() {
        var backoff = new Backoff();
        backoff.afterLifeOf(Duration.ZERO);
        backoff.afterLifeOf(Duration.ZERO);
        assertThat(backoff.afterLifeOf(Backoff.LONG_LIFE)).isEqualTo(Backoff.FIRST);
    }
}
