package io.turnpike.node.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class LimitRateTest {
    @Test
    void shouldLetOneGsoPacketThroughHoweverSmallTheRate() {
        assertThat(new LimitRate(1).burstBits()).isEqualTo(8 * 128 * 1024);
        assertThat(new LimitRate(1_000_000_000).burstBits()).isEqualTo(250_000_000);
    }

    @Test
    void shouldBeNoDeeperThanItsQueueMayBeLong() {
        assertThat(new LimitRate(100_000_000, LimitRate.Excess.WAITS).burstBits())
                .isEqualTo(5_000_000);
        assertThat(new LimitRate(1, LimitRate.Excess.WAITS).burstBits()).isEqualTo(8 * 72 * 1024);
    }

    /** What the packet path's 64 bits rely on. */
    @ParameterizedTest
    @ValueSource(longs = {1, 7, 999_983, 4_194_304, 4_194_309, 333_333_337, 40_000_000_001L, 100_000_000_000L})
    void shouldFillInTheLeastTimeThatBringsTheBurst(long bitsPerSecond) {
        LimitRate rate = new LimitRate(bitsPerSecond);
        BigInteger burst = product(rate.burstBits(), 1_000_000_000);
        assertThat(product(rate.fillNanos(), bitsPerSecond)).isGreaterThanOrEqualTo(burst);
        assertThat(product(rate.fillNanos(), bitsPerSecond).bitLength()).isLessThanOrEqualTo(64);
        assertThat(product(rate.fillNanos() - 1, bitsPerSecond)).isLessThan(burst);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 100_000_000_001L})
    void shouldRefuseWhatThePacketPathCannotCompute(long bitsPerSecond) {
        assertThatThrownBy(() -> new LimitRate(bitsPerSecond)).isInstanceOf(IllegalArgumentException.class);
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
