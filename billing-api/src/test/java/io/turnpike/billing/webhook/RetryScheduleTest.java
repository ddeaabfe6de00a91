package io.turnpike.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    @Test
    void shouldTryForThreeDaysAtEverGreaterDistance() {
        Duration whole = IntStream.rangeClosed(1, 9)
                .mapToObj(attempts -> RetrySchedule.waitAfter(attempts, 0).orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(whole).isBetween(Duration.ofHours(70), Duration.ofHours(74));
        assertThat(RetrySchedule.waitAfter(10, 0)).isEmpty();
    }

    @Test
    void shouldSpreadRetries() {
        assertThat(RetrySchedule.waitAfter(1, 0)).isEqualTo(Optional.of(Duration.ofSeconds(5)));
        assertThat(RetrySchedule.waitAfter(1, 1)).isEqualTo(Optional.of(Duration.ofMillis(5_500)));
    }
}
