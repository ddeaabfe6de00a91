package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventProgressTest {
    private final EventProgress progress = new EventProgress();

    @Test
    void shouldWaitForTheSlowestNode() {
        progress.heard("a", 500, 1_000);
        progress.heard("b", 300, 1_000);
        assertThat(progress.reachedMillis(1_000)).isEqualTo(300);
    }

    @Test
    void shouldNotBeHeldByASilentNode() {
        progress.heard("a", 500, 1_000);
        progress.heard("b", 300, 1_000);
        long later = 1_001 + EventProgress.SILENT_MILLIS;
        progress.heard("a", 900, later);
        assertThat(progress.hasTalkingNodes(later)).isTrue();
        assertThat(progress.reachedMillis(later)).isEqualTo(900);
        assertThat(progress.hasTalkingNodes(2 * later)).isFalse();
        assertThat(progress.reachedMillis(2 * later)).isEqualTo(900);
    }

    @Test
    void shouldNeverFallNorRunAheadOfTheClock() {
        progress.heard("a", 5_000, 1_000);
        assertThat(progress.reachedMillis(1_000)).isEqualTo(1_000);
        progress.heard("b", 10, 1_000);
        assertThat(progress.reachedMillis(1_000)).isEqualTo(1_000);
    }
}
