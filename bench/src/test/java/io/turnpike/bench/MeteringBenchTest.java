package io.turnpike.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MeteringBenchTest {
    @Test
    void shouldGiveAValueOrAReasonForEveryFigure() throws IOException {
        assertThat(MeteringBench.run())
                .hasSize(8)
                .allSatisfy(figure -> assertThat(figure.value() == null).isEqualTo(figure.reason() != null));
    }
}
