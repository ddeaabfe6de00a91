package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {
    private static final int END = 64;

    /** Against one bit a number. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldKnowHowFarItGoesWithoutAGap(long seed) {
        Random random = new Random(seed);
        Coverage coverage = new Coverage();
        BitSet known = new BitSet();
        while (coverage.cursor() < END) {
            int from = random.nextInt(END);
            int to = random.nextInt(from, END + 1);
            coverage.add(from, to);
            known.set(from, to);
            assertThat(coverage.cursor()).isEqualTo(known.nextClearBit(0));
            assertThat(coverage.hasGap()).isEqualTo(known.length() > known.nextClearBit(0));
            long gapEnd = coverage.hasGap() ? known.nextSetBit(known.nextClearBit(0)) : END;
            assertThat(coverage.gapEnd(END)).isEqualTo(gapEnd);
        }
    }
}
