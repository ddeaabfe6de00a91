package io.turnpike.node.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Direction;
import io.turnpike.flow.Limit;
import io.turnpike.flow.LimitReason;
import io.turnpike.node.maps.LimitTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitFollowerTest {
    @Test
    void shouldLimitOnlyDirectionsThatHaveARate() {
        assertThat(LimitFollower.caps(List.of(limit(3, 1, 1_000_000, Limit.NONE), limit(4, 2, 5, 6))))
                .containsOnly(
                        entry(3, Direction.OUT, 1_000_000), entry(4, Direction.OUT, 5), entry(4, Direction.IN, 6));
    }

    @Test
    void shouldTakeTheNewestOfTwoValuesOfOneResource() {
        assertThat(LimitFollower.caps(List.of(limit(3, 9, Limit.NONE, 7), limit(3, 8, 1_000_000, 1))))
                .containsOnly(entry(3, Direction.IN, 7));
    }

    private static Limit limit(int number, long version, long out, long in) {
        return new Limit("r" + number, number, version, out, in, LimitReason.CAP, 0);
    }

    private static Map.Entry<LimitTable.Key, Long> entry(int number, Direction direction, long rate) {
        return Map.entry(new LimitTable.Key(number, direction), rate);
    }
}
