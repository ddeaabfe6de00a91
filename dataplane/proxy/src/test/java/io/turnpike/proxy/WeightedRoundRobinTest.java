package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Backend;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class WeightedRoundRobinTest {
    private static final Backend A = TestRegistry.backend(1, 5);
    private static final Backend B = TestRegistry.backend(2, 1);
    private static final Backend C = TestRegistry.backend(3, 1);
    private static final Backend NONE = TestRegistry.backend(4, 0);

    private final WeightedRoundRobin choice = new WeightedRoundRobin(List.of(A, B, C, NONE));

    @Test
    void shouldSpreadTheHeavyOne() {
        assertThat(Stream.generate(() -> choice.next(Set.of(), 0)).limit(14))
                .containsExactly(A, A, B, A, C, A, A, A, A, B, A, C, A, A);
    }

    @Test
    void shouldLeaveOutWhatWasTriedAndWhatHasNoWeight() {
        assertThat(choice.next(Set.of(A, B), 0)).isEqualTo(C);
        assertThat(choice.next(Set.of(A, B, C), 0)).isNull();
        assertThat(new WeightedRoundRobin(List.of(NONE)).next(Set.of(), 0)).isNull();
    }

    @Test
    void shouldUseOneThatRestsOnlyIfThereIsNoOther() {
        choice.rest(A, 100);
        assertThat(choice.next(Set.of(B), 99)).isEqualTo(C);
        assertThat(choice.next(Set.of(B, C), 99)).isEqualTo(A);
        assertThat(Stream.generate(() -> choice.next(Set.of(), 100)).limit(3)).contains(A);
    }
}
