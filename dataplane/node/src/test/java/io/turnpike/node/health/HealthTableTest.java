package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HealthTableTest {
    private static final ProbeTarget TARGET = Checks.target(1);
    private static final int HERE = 1;
    private static final int THERE = 2;

    private final HealthTable table = table(HERE, 0);

    private static HealthTable table(int node, long nowMillis) {
        HealthTable table = new HealthTable(node);
        table.watch(Set.of(TARGET), nowMillis);
        return table;
    }

    private static HealthResult down(long stamp, int node) {
        return new HealthResult(TARGET.key(), false, 0, 10, stamp, node);
    }

    @Test
    void shouldBelieveTheNewestResult() {
        table.merge(down(200, THERE), 1000);
        table.merge(new HealthResult(TARGET.key(), true, 1, HealthResult.ALWAYS, 100, THERE), 1000);
        assertThat(table.health(TARGET)).isEqualTo(new ServerHealth(false, 0, 990));
    }

    @Test
    void shouldGoOnFromWhatOthersFound() {
        table.merge(new HealthResult(TARGET.key(), true, 2, HealthResult.ALWAYS, 100, THERE), 1000);
        HealthResult result = table.probed(TARGET, false, 2000).orElseThrow();
        assertThat(result.up()).as("the third in a row").isFalse();
        assertThat(result.ageMillis()).isZero();
    }

    @Test
    void shouldOutdateWhatAFasterClockStamped() {
        table.merge(down(5_000_000, THERE), 1000);
        HealthResult result = table.probed(TARGET, true, 2000).orElseThrow();
        assertThat(result.isNewerThan(5_000_000, THERE)).isTrue();
    }

    @Test
    void shouldIgnoreItsOwnEchoAndWhatItDoesNotWatch() {
        table.merge(down(200, HERE), 1000);
        table.merge(new HealthResult(Checks.target(2).key(), false, 0, 0, 200, THERE), 1000);
        assertThat(table.health(TARGET).up()).isTrue();
        assertThat(table.probed(Checks.target(2), false, 1000)).isEmpty();
    }

    @Test
    void shouldProbeWhatIsItsOwnOnly() {
        int prober = ProberChoice.proberOf(TARGET.key(), Set.of(HERE, THERE));
        assertThat(table(prober, 0).probedHere(Set.of(HERE, THERE), 100)).containsExactly(TARGET);
        assertThat(table(3 - prober, 0).probedHere(Set.of(HERE, THERE), 100)).isEmpty();
    }

    @Test
    void shouldTakeOverWhenItsProberIsGone() {
        int prober = ProberChoice.proberOf(TARGET.key(), Set.of(HERE, THERE));
        HealthTable other = table(3 - prober, 0);
        assertThat(other.probedHere(Set.of(3 - prober), 100)).containsExactly(TARGET);
    }

    @Test
    void shouldProbeItselfWhenALivingProberIsSilent() {
        int prober = ProberChoice.proberOf(TARGET.key(), Set.of(HERE, THERE));
        HealthTable other = table(3 - prober, 0);
        assertThat(other.probedHere(Set.of(HERE, THERE), 5_000)).isEmpty();
        assertThat(other.probedHere(Set.of(HERE, THERE), 5_001)).containsExactly(TARGET);
        other.probed(TARGET, true, 5_100);
        assertThat(other.probedHere(Set.of(HERE, THERE), 5_200))
                .as("still unheard of")
                .containsExactly(TARGET);
        other.merge(new HealthResult(TARGET.key(), true, 0, HealthResult.ALWAYS, 9_000, prober), 5_300);
        assertThat(other.probedHere(Set.of(HERE, THERE), 5_400)).isEmpty();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void shouldNotCareForOrderAndDuplicates(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 500) Integer> stamps,
            @ForAll @IntRange(max = 1000) int seed) {
        List<HealthResult> results = stamps.stream()
                .map(stamp ->
                        new HealthResult(TARGET.key(), stamp % 3 == 0, stamp % 7, stamp, stamp / 2, 2 + stamp % 2))
                .toList();
        List<HealthResult> shuffled = new ArrayList<>(results);
        shuffled.addAll(results);
        Collections.shuffle(shuffled, new Random(seed));
        HealthTable one = table(HERE, 0);
        HealthTable other = table(HERE, 0);
        results.forEach(result -> one.merge(result, 1000));
        shuffled.forEach(result -> other.merge(result, 1000));
        assertThat(other.health(TARGET)).isEqualTo(one.health(TARGET));
    }
}
