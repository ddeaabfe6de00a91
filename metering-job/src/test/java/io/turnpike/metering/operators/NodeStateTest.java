package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeStateTest {
    private static NodeState state(long next, long... ranges) {
        return new NodeState("director1", 1, next, ranges, 0);
    }

    @Test
    void shouldNameTheBatchesThatAreMissing() {
        NodeState state = state(12, 16, 20, 21, 30);
        assertThat(state.missing()).isEqualTo(5);
        assertThat(state.holes()).isEqualTo("12-15,20");
        assertThat(state.end()).isEqualTo(30);
    }

    @Test
    void shouldHaveNoHolesWhenAllWasTaken() {
        assertThat(state(12).missing()).isZero();
        assertThat(state(12).holes()).isEmpty();
    }
}
