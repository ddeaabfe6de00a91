package io.turnpike.replay.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TimeResolutionPropertyTest {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    @Property
    void shouldCountAsArithmeticWithoutLimitsDoes(
            @ForAll boolean binary,
            @ForAll @IntRange(max = 127) int exponent,
            @ForAll long time,
            @ForAll @IntRange(min = -10) int offset) {
        TimeResolution resolution = new TimeResolution(binary, exponent, offset);
        if (!resolution.isSupported()) {
            return;
        }
        BigInteger units = BigInteger.valueOf(binary ? 2 : 10).pow(exponent);
        BigInteger exact = new BigInteger(Long.toUnsignedString(time))
                .multiply(NANOS)
                .divide(units)
                .add(BigInteger.valueOf(offset).multiply(NANOS));
        boolean tellable = exact.signum() >= 0
                && exact.divide(NANOS)
                                .compareTo(BigInteger.valueOf(Long.MAX_VALUE).divide(NANOS))
                        < 0;
        assertThat(resolution.nanos(time))
                .isEqualTo(tellable ? OptionalLong.of(exact.longValueExact()) : OptionalLong.empty());
    }
}
