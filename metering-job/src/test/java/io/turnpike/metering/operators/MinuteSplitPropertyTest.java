package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class MinuteSplitPropertyTest {
    @Property
    void shouldAddUpAndStayWithinOneOfProportion(
            @ForAll @LongRange(max = 1L << 50) long start,
            @ForAll @LongRange(max = 100_000_000) long length,
            @ForAll @LongRange(max = Long.MAX_VALUE) long amount) {
        MinuteSplit split = new MinuteSplit(start, start + length);
        long[] parts = split.divide(amount);
        assertThat(parts).hasSize(split.minutes());
        assertThat(Arrays.stream(parts).sum()).isEqualTo(amount);
        assertThat(Arrays.stream(parts).min().orElseThrow()).isNotNegative();
        assertThat(split.minute(0) % 60_000).isZero();
    }

    @Example
    void shouldLeaveAnIntervalWithinAMinuteWhole() {
        MinuteSplit split = new MinuteSplit(60_000, 120_000);
        assertThat(split.minutes()).isEqualTo(1);
        assertThat(split.minute(0)).isEqualTo(60_000);
        assertThat(split.divide(7)).containsExactly(7);
    }

    @Example
    void shouldDivideByTimeAndGiveTheRestToTheLargestRemainders() {
        MinuteSplit split = new MinuteSplit(30_000, 150_000);
        assertThat(split.minutes()).isEqualTo(3);
        assertThat(split.divide(100)).containsExactly(25, 50, 25);
        assertThat(split.divide(3)).containsExactly(1, 1, 1);
        assertThat(split.divide(1)).containsExactly(0, 1, 0);
    }

    @Example
    void shouldTakeALongOutageForItsLastDay() {
        MinuteSplit split = new MinuteSplit(0, 1_700_000_000_000L);
        assertThat(split.minutes()).isLessThanOrEqualTo(24 * 60 + 1);
    }
}
