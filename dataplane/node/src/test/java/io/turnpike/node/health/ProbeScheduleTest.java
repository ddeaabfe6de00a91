package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbeScheduleTest {
    private static final ProbeTarget TARGET = Checks.target(1);

    private static ProbeSchedule schedule(int mostUnderWay) {
        return new ProbeSchedule(new SplittableRandom(1), mostUnderWay);
    }

    @Test
    void shouldKeepTheIntervalWithinATenth() {
        ProbeSchedule schedule = schedule(10);
        schedule.keep(Set.of(TARGET), 0);
        List<Long> starts = new ArrayList<>();
        for (long now = 0; now < 60_000; now += 10) {
            for (ProbeTarget started : schedule.start(now)) {
                starts.add(now);
                schedule.finished(started);
            }
        }
        assertThat(starts.getFirst()).isLessThan(1_010);
        for (int i = 1; i < starts.size(); i++) {
            assertThat(starts.get(i) - starts.get(i - 1)).isBetween(900L, 1_110L);
        }
        assertThat(starts).hasSizeBetween(54, 66);
    }

    @Test
    void shouldHaveOneProbeOfATargetUnderWay() {
        ProbeSchedule schedule = schedule(10);
        schedule.keep(Set.of(TARGET), 0);
        assertThat(schedule.start(2_000)).containsExactly(TARGET);
        assertThat(schedule.start(9_000)).isEmpty();
        schedule.finished(TARGET);
        assertThat(schedule.start(9_000)).containsExactly(TARGET);
    }

    @Test
    void shouldLetTheLongestOverdueGoFirstWithinTheBound() {
        ProbeSchedule schedule = schedule(3);
        List<ProbeTarget> targets = Checks.targets(10);
        schedule.keep(Set.copyOf(targets), 0);
        List<ProbeTarget> order = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            List<ProbeTarget> started = schedule.start(1_000);
            assertThat(started).hasSizeLessThanOrEqualTo(3);
            order.addAll(started);
            started.forEach(schedule::finished);
        }
        assertThat(order).as("each once before any twice").containsExactlyInAnyOrderElementsOf(targets);
    }

    @Test
    void shouldForgetWhatIsNoLongerIts() {
        ProbeSchedule schedule = schedule(10);
        schedule.keep(Set.of(TARGET), 0);
        schedule.keep(Set.of(), 10);
        assertThat(schedule.start(5_000)).isEmpty();
    }

    @Test
    void shouldSpreadTheFirstProbesOverTheInterval() {
        ProbeSchedule schedule = schedule(1_000);
        schedule.keep(Set.copyOf(Checks.targets(1_000)), 0);
        for (int tenth = 1; tenth <= 10; tenth++) {
            assertThat(schedule.start(tenth * 100L)).hasSizeBetween(60, 140);
        }
    }
}
