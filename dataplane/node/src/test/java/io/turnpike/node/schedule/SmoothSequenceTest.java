package io.turnpike.node.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SmoothSequenceTest {
    @Test
    void shouldNotGiveTheHeaviestAllItsTurnsAtOnce() {
        assertThat(SmoothSequence.of(Servers.of(List.of(5, 1, 1), 1))).containsExactly(1, 1, 2, 1, 3, 1, 1);
    }

    @Test
    void shouldTakeTurnsIfAllWeighTheSame() {
        assertThat(SmoothSequence.of(Servers.of(List.of(100, 100, 100), 1))).containsExactly(1, 2, 3);
    }
}
