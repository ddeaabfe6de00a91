package io.turnpike.node.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Scheduler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SmoothSequencePropertyTest {
    @Property(tries = 200)
    void everyServerStandsExactlyAsOftenAsItsWeightSays(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 100) Integer> weights) {
        List<Candidate> candidates = Servers.of(weights, 1);
        int[] row = Rows.of(Scheduler.WRR, candidates);
        Map<Integer, Long> counts = Servers.counts(row);
        assertThat(candidates)
                .allSatisfy(
                        candidate -> assertThat(counts.getOrDefault(candidate.server(), 0L) * Servers.sum(candidates))
                                .isEqualTo((long) candidate.weight() * row.length));
    }

    /** In whatever a part of a round, nobody is further from its share than one turn for each of the others. */
    @Property(tries = 200)
    void everyServerIsSpreadOverTheRound(
            @ForAll @Size(min = 2, max = 10) List<@IntRange(min = 1, max = 20) Integer> weights) {
        List<Candidate> candidates = Servers.of(weights, 1);
        int[] row = Rows.of(Scheduler.WRR, candidates);
        double[] given = new double[candidates.size()];
        for (int step = 0; step < row.length; step++) {
            given[row[step] - 1]++;
            for (int i = 0; i < given.length; i++) {
                double share = (double) candidates.get(i).weight() / Servers.sum(candidates) * (step + 1);
                assertThat(Math.abs(given[i] - share)).isLessThan(candidates.size());
            }
        }
    }

    @Property(tries = 50)
    void theRoundIsNeverTooLongAndNobodyIsLeftOut(
            @ForAll @Size(min = 100, max = 200) List<@IntRange(min = 1, max = 100_000) Integer> weights) {
        List<Candidate> candidates = IntStream.range(0, weights.size())
                .mapToObj(i -> new Candidate(i + 1, i, weights.get(i)))
                .toList();
        int[] row = Rows.of(Scheduler.WRR, candidates);
        assertThat(row).hasSizeLessThanOrEqualTo(SmoothSequence.LONGEST);
        assertThat(Arrays.stream(row).distinct().count()).isEqualTo(candidates.size());
    }

    @Property(tries = 100)
    void inTurnAllAreAlike(@ForAll @Size(max = 40) List<@IntRange(max = 100) Integer> weights) {
        List<Candidate> candidates = Servers.of(weights, 1);
        assertThat(Rows.of(Scheduler.RR, candidates))
                .containsExactly(candidates.stream().mapToInt(Candidate::server).toArray());
    }
}
