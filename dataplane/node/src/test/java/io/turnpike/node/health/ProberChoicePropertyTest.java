package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProberChoicePropertyTest {
    @Property
    void shouldMoveOnlyTheTargetsOfANodeThatGoes(
            @ForAll long target, @ForAll @Size(min = 2, max = 8) Set<@IntRange(min = 1, max = 65535) Integer> living) {
        int prober = ProberChoice.proberOf(target, living);
        for (int gone : living) {
            Set<Integer> rest = new HashSet<>(living);
            rest.remove(gone);
            if (gone == prober) {
                assertThat(ProberChoice.proberOf(target, rest)).isIn(rest);
            } else {
                assertThat(ProberChoice.proberOf(target, rest)).isEqualTo(prober);
            }
        }
    }

    @Test
    void shouldGiveEachNodeItsShare() {
        Map<Integer, Long> shares = LongStream.range(0, 3000)
                .map(number -> Checks.target((int) number).key())
                .boxed()
                .collect(Collectors.groupingBy(
                        key -> ProberChoice.proberOf(key, Set.of(1, 2, 3)), Collectors.counting()));
        assertThat(shares)
                .hasSize(3)
                .allSatisfy((node, share) -> assertThat(share).isBetween(850L, 1150L));
    }
}
