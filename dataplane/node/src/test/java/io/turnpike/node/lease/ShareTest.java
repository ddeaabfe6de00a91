package io.turnpike.node.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 100, 99_999_989, 100_000_000_000L})
    void shouldAddUpToTheCap(long cap) {
        List<String> members = List.of("c", "a", "b");
        assertThat(members.stream()
                        .mapToLong(node -> Share.of(node, members).of(cap))
                        .sum())
                .isEqualTo(cap);
    }

    @Test
    void shouldHaveNothingForANodeThatIsNotAMember() {
        assertThat(Share.of("d", List.of("a", "b")).of(100)).isZero();
    }

    @Test
    void shouldSplitFairly() {
        assertThat(FairSplit.of(100, Map.of(1, 10L, 2, 80L, 3, 70L))).isEqualTo(Map.of(1, 10L, 2, 45L, 3, 45L));
        assertThat(FairSplit.of(100, Map.of(1, 10L, 2, 20L))).isEqualTo(Map.of(1, 10L, 2, 20L));
        assertThat(FairSplit.of(-5, Map.of(1, 10L))).isEqualTo(Map.of(1, 0L));
    }
}
