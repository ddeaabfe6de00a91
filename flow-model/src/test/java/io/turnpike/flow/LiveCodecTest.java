package io.turnpike.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveCodecTest {
    private static final Limit LIMIT =
            new Limit("slb-web", 3, 41, 1_000_000, Limit.NONE, LimitReason.QUOTA, 1_800_000_000_000L);
    private static final LiveUsage USAGE = new LiveUsage(
            "director1",
            1_799_999_000_000L,
            1_800_000_000_000L,
            41,
            List.of(
                    new LiveCell(ObservationPoint.SLB_FRONT, 3, 2, Direction.OUT, DropReason.NONE, 1L << 50, 1L << 40),
                    new LiveCell(ObservationPoint.SLB_FRONT, 3, 2, Direction.OUT, DropReason.LIMIT, 1500, 1)));

    @Test
    void shouldReadBackWhatItWrote() throws WireFormatException {
        assertThat(LimitCodec.decode(LimitCodec.encode(LIMIT))).isEqualTo(LIMIT);
        assertThat(LiveUsageCodec.decode(LiveUsageCodec.encode(USAGE))).isEqualTo(USAGE);
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] limit = LimitCodec.encode(LIMIT);
        for (int length = 0; length < limit.length; length++) {
            byte[] cut = Arrays.copyOf(limit, length);
            assertThatThrownBy(() -> LimitCodec.decode(cut)).isInstanceOf(WireFormatException.class);
        }
        byte[] usage = LiveUsageCodec.encode(USAGE);
        for (int length = 0; length < usage.length; length++) {
            byte[] cut = Arrays.copyOf(usage, length);
            assertThatThrownBy(() -> LiveUsageCodec.decode(cut)).isInstanceOf(WireFormatException.class);
        }
    }

    @Test
    void shouldTellTheRateOfADirection() {
        assertThat(LIMIT.bitsPerSecond(Direction.OUT)).isEqualTo(1_000_000);
        assertThat(LIMIT.bitsPerSecond(Direction.IN)).isEqualTo(Limit.NONE);
    }
}
