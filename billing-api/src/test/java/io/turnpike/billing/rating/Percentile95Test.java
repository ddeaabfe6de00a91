package io.turnpike.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Percentile95Test {
    @Test
    void shouldTakeThe433rdHighestOfAMonthOf30Days() {
        long[] samples = LongStream.rangeClosed(1, 8_640).toArray();
        assertThat(Percentile95.dropped(8_640)).isEqualTo(432);
        assertThat(Percentile95.of(samples, 8_640)).isEqualTo(8_640 - 432);
    }

    @Test
    void shouldBeZeroWhenTrafficFillsNoMoreThanWhatIsDropped() {
        long[] burst = new long[5];
        Arrays.fill(burst, 1_000_000);
        assertThat(Percentile95.of(burst, 100)).isZero();
        assertThat(Percentile95.of(burst, 99)).isEqualTo(1_000_000);
    }

    @Test
    void shouldTakeTheHighestWhileNothingIsDropped() {
        assertThat(Percentile95.of(new long[] {7, 9, 8}, 19)).isEqualTo(9);
        assertThat(Percentile95.of(new long[0], 1)).isZero();
    }

    @Test
    void shouldRefuseMoreSamplesThanSlots() {
        assertThatThrownBy(() -> Percentile95.of(new long[2], 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void shouldEqualTheDefinitionWithAllZerosWrittenOut(
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = 50) Long> octets,
            @ForAll @IntRange(max = 300) int zeros) {
        long[] samples = octets.stream().mapToLong(Long::longValue).toArray();
        long[] all = Arrays.copyOf(samples, samples.length + zeros);
        Arrays.sort(all);
        int slots = all.length;
        long expected = all[slots - 1 - (int) Math.floor(0.05 * slots)];
        assertThat(Percentile95.of(samples, slots)).isEqualTo(expected);
    }
}
