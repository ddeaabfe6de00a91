package io.turnpike.node.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PortRangePropertyTest {
    /** What {@code 2 * 16 - 2} prefixes can cover is any range. */
    private static final int MOST_PREFIXES = 30;

    @Property
    void thePrefixesCoverTheRangeInOrderAndWithoutGaps(
            @ForAll @IntRange(max = 65_535) int one, @ForAll @IntRange(max = 65_535) int other) {
        PortRange range = new PortRange(Math.min(one, other), Math.max(one, other));
        List<PortRange.Prefix> prefixes = range.prefixes();
        int next = range.first();
        for (PortRange.Prefix prefix : prefixes) {
            int size = 1 << (16 - prefix.bits());
            assertThat(prefix.port()).isEqualTo(next);
            assertThat(prefix.port() % size).isZero();
            next += size;
        }
        assertThat(next).isEqualTo(range.last() + 1);
        assertThat(prefixes).hasSizeLessThanOrEqualTo(MOST_PREFIXES);
    }
}
