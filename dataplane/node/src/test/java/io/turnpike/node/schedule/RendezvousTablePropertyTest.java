package io.turnpike.node.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Scheduler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RendezvousTablePropertyTest {
    /** A share that is off by more than this is not chance: it happens once in a hundred million draws. */
    private static final double STANDARD_DEVIATIONS = 6;

    private static int[] table(List<Candidate> candidates) {
        return Rows.of(Scheduler.TCH, candidates);
    }

    @Property(tries = 30)
    void aServerThatGoesLeavesAllOthersWhatTheyHad(
            @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 1, max = 100) Integer> weights, @ForAll long seed) {
        List<Candidate> before = Servers.of(weights, seed);
        Candidate gone = before.get(new Random(seed).nextInt(before.size()));
        List<Candidate> after = new ArrayList<>(before);
        after.remove(gone);
        int[] old = table(before);
        int[] now = table(after);
        for (int place = 0; place < old.length; place++) {
            if (old[place] != gone.server()) {
                assertThat(now[place]).isEqualTo(old[place]);
            }
        }
    }

    @Property(tries = 30)
    void aServerThatComesOrGainsWeightOnlyTakes(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 99) Integer> weights, @ForAll long seed) {
        List<Integer> more = new ArrayList<>(weights);
        int gaining = new Random(seed).nextInt(weights.size());
        more.set(gaining, weights.get(gaining) + 1);
        int[] old = table(Servers.of(weights, seed));
        int[] now = table(Servers.of(more, seed));
        for (int place = 0; place < old.length; place++) {
            if (now[place] != gaining + 1) {
                assertThat(now[place]).isEqualTo(old[place]);
            }
        }
    }

    @Property(tries = 30)
    void everyServerHasTheShareOfItsWeight(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 100) Integer> weights, @ForAll long seed) {
        List<Candidate> candidates = Servers.of(weights, seed);
        Map<Integer, Long> counts = Servers.counts(table(candidates));
        for (Candidate candidate : candidates) {
            double share = (double) candidate.weight() / Servers.sum(candidates);
            double expected = share * RendezvousTable.PLACES;
            double deviation = Math.sqrt(expected * (1 - share));
            assertThat(Math.abs(counts.getOrDefault(candidate.server(), 0L) - expected))
                    .isLessThanOrEqualTo(STANDARD_DEVIATIONS * deviation + 1);
        }
    }

    /** Directors may have the servers in another order, and know them by other indexes. */
    @Property(tries = 20)
    void theTableIsTheSameInWhateverOrder(
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 100) Integer> weights, @ForAll long seed) {
        List<Candidate> candidates = Servers.of(weights, seed);
        List<Candidate> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(table(shuffled)).isEqualTo(table(candidates));
    }
}
