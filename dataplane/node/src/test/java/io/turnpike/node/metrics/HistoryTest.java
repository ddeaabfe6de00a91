package io.turnpike.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.node.metrics.History.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Subject LISTENER = new Subject("slb", 6, 80, 80);
    private static final long SECOND = 1_000_000_000L;

    private final History history = new History();

    private void sample(long second, long packets, int peak) {
        history.add(new Sample(
                second * SECOND,
                Map.of(LISTENER, Amounts.NONE.with(Figure.PACKET_RX, packets)),
                Map.of(LISTENER, peak)));
    }

    private double packetsPerSecond() {
        return history.perSecond(LISTENER, Figure.PACKET_RX);
    }

    @Test
    void shouldKnowNothingOfOneMoment() {
        assertThat(packetsPerSecond()).isZero();
        sample(0, 100, 5);
        assertThat(packetsPerSecond()).isZero();
        assertThat(history.peak(LISTENER)).as("of the time before").isZero();
        assertThat(history.latest(LISTENER).of(Figure.PACKET_RX)).isEqualTo(100);
    }

    @Test
    void shouldTellTheMeanOfTheLastMinute() {
        sample(0, 100, 0);
        sample(10, 130, 4);
        assertThat(packetsPerSecond()).isEqualTo(3);
        for (int second = 20; second <= 70; second += 10) {
            sample(second, 130 + 60, 2);
        }
        assertThat(packetsPerSecond()).as("since 10").isEqualTo(1);
        assertThat(history.peak(LISTENER)).as("of 10 to 70").isEqualTo(2);
        sample(80, 190, 1);
        assertThat(packetsPerSecond()).as("since 20").isZero();
    }

    @Test
    void shouldReachBackByAMinuteWhenSamplesAreRare() {
        sample(0, 0, 0);
        sample(50, 50, 7);
        sample(100, 200, 3);
        assertThat(packetsPerSecond()).as("50 would be too little").isEqualTo(2);
        assertThat(history.peak(LISTENER)).isEqualTo(7);
    }

    @Test
    void shouldBeginWithASubjectThatIsNew() {
        history.add(new Sample(0, Map.of(), Map.of()));
        sample(30, 0, 0);
        sample(40, 50, 2);
        assertThat(packetsPerSecond()).isEqualTo(5);
    }

    @Test
    void shouldNotGoBackwardsWhenASubjectBeginsAnew() {
        sample(0, 100, 0);
        sample(10, 3, 0);
        assertThat(packetsPerSecond()).isZero();
    }
}
