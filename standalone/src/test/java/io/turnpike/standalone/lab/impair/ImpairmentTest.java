package io.turnpike.standalone.lab.impair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.turnpike.standalone.lab.impair.Impairment.Fate;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImpairmentTest {
    private static final int FRAMES = 100_000;

    private static List<Fate> fates(Impairment impairment) {
        SplittableRandom random = new SplittableRandom(impairment.seed());
        return Stream.generate(() -> impairment.next(random)).limit(FRAMES).toList();
    }

    @Test
    void shouldLoseAndHoldBackTheSharesAskedFor() {
        List<Fate> fates = fates(new Impairment(10, 20, 5, 1));
        assertThat(fates.stream().filter(Fate.Lost.class::isInstance).count()).isCloseTo(10_000, within(1_000L));
        assertThat(fates.stream()
                        .filter(new Fate.Late(Duration.ofMillis(30))::equals)
                        .count())
                .isCloseTo(4_500, within(500L));
        assertThat(fates)
                .allMatch(fate -> fate instanceof Fate.Lost
                        || fate.equals(new Fate.Late(Duration.ofMillis(20)))
                        || fate.equals(new Fate.Late(Duration.ofMillis(30))));
    }

    @Test
    void shouldDoTheSameWithTheSameSeed() {
        assertThat(fates(new Impairment(10, 0, 5, 7))).isEqualTo(fates(new Impairment(10, 0, 5, 7)));
        assertThat(fates(new Impairment(10, 0, 5, 7))).isNotEqualTo(fates(new Impairment(10, 0, 5, 8)));
    }

    @Test
    void shouldRefuseWhatIsNoShareOrDelay() {
        assertThatThrownBy(() -> new Impairment(101, 0, 0, 1)).hasMessageContaining("--loss");
        assertThatThrownBy(() -> new Impairment(Double.NaN, 0, 0, 1)).hasMessageContaining("--loss");
        assertThatThrownBy(() -> new Impairment(0, -1, 0, 1)).hasMessageContaining("--delay");
        assertThatThrownBy(() -> new Impairment(0, 0, -1, 1)).hasMessageContaining("--reorder");
    }
}
