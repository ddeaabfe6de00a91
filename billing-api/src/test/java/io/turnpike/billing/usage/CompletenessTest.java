package io.turnpike.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private static final Instant NOW = Instant.parse("2026-11-23T17:30:00Z");
    private static final Duration HOLD = Duration.ofMinutes(10);

    private static NodeProgress node(String name, String intervalEnd, Instant updatedAt) {
        return new NodeProgress(name, 1, 1, Instant.parse(intervalEnd), 1, updatedAt);
    }

    private static UsageState stateOf(String minute, NodeProgress... nodes) {
        return Completeness.of(List.of(nodes), NOW, HOLD).state(Instant.parse(minute));
    }

    @Test
    void shouldWaitForTheSlowestNodeThatIsAlive() {
        NodeProgress fast = node("director1", "2026-11-23T17:29:50Z", NOW);
        NodeProgress slow = node("border1", "2026-11-23T17:25:00Z", NOW.minusSeconds(60));
        assertThat(stateOf("2026-11-23T17:25:00Z", fast, slow)).isEqualTo(UsageState.OPEN);
        assertThat(stateOf("2026-11-23T17:24:00Z", fast, slow)).isEqualTo(UsageState.PROVISIONAL);
        assertThat(stateOf("2026-11-23T17:15:00Z", fast, slow)).isEqualTo(UsageState.PROVISIONAL);
        assertThat(stateOf("2026-11-23T17:14:00Z", fast, slow)).isEqualTo(UsageState.FINAL);
    }

    @Test
    void shouldNotWaitForASilentNode() {
        NodeProgress alive = node("director1", "2026-11-23T17:29:50Z", NOW);
        NodeProgress silent = node("border1", "2026-11-23T17:00:00Z", NOW.minusSeconds(601));
        assertThat(stateOf("2026-11-23T17:10:00Z", alive, silent)).isEqualTo(UsageState.FINAL);
    }

    @Test
    void shouldKeepWhatWasCompleteWhenAllNodesAreSilent() {
        NodeProgress silent = node("director1", "2026-11-23T17:00:00Z", NOW.minusSeconds(1200));
        assertThat(stateOf("2026-11-23T16:49:00Z", silent)).isEqualTo(UsageState.FINAL);
        assertThat(stateOf("2026-11-23T17:00:00Z", silent)).isEqualTo(UsageState.OPEN);
    }

    @Test
    void shouldCallEverythingOpenBeforeTheFirstReport() {
        assertThat(stateOf("2026-11-23T17:00:00Z")).isEqualTo(UsageState.OPEN);
    }
}
