package io.turnpike.bench.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.bench.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final Runs OURS = new Runs(List.of(10.0, 40.0, 20.0));
    private static final Runs PEER = new Runs(List.of(20.0, 20.0, 80.0));

    @Test
    void shouldCompareRatesOfOneRound() {
        Figure figure = OURS.rateBeside(PEER, "m", "1/s", "peer");
        assertThat(figure.value()).isEqualTo(20);
        assertThat(figure.ratio()).isEqualTo(0.5);
        assertThat(figure.min()).isEqualTo(0.25);
        assertThat(figure.max()).isEqualTo(2);
    }

    @Test
    void shouldTurnCostsRoundSoThatLargerIsBetter() {
        Figure figure = OURS.costBeside(PEER, "m", "ns", "peer");
        assertThat(figure.value()).isEqualTo(20);
        assertThat(figure.ratio()).isEqualTo(2);
        assertThat(figure.min()).isEqualTo(0.5);
        assertThat(figure.max()).isEqualTo(4);
    }
}
