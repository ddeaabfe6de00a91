package io.turnpike.metering.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.metering.audit.Judged.Status;
import io.turnpike.metering.audit.SimulatedNode.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** Batches of a node get lost, come late and in any order, over restarts and machines. */
class NodeAuditPropertyTest {
    /** What a reader of the table sees; one for all tries. */
    private final Map<String, Judged> table = new HashMap<>();

    private NodeAudit audit = NodeAudit.of(SimulatedNode.NAME);

    @BeforeTry
    void begin() {
        table.clear();
        audit = NodeAudit.of(SimulatedNode.NAME);
    }

    private void deliver(List<Batch> batches) {
        for (Batch batch : batches) {
            write(audit.came(batch.header(), batch.account(), batch.last(), false, SimulatedNode.BEGIN));
            audit = NodeAudit.load(audit.save());
        }
    }

    private void write(List<Judged> changes) {
        for (Judged change : changes) {
            Judged before = table.put(change.finding().id(), change);
            assertThat(before == null || before.revision() < change.revision()).isTrue();
        }
    }

    private Set<Finding> open() {
        return table.values().stream()
                .filter(judged -> judged.status() == Status.OPEN)
                .map(Judged::finding)
                .collect(Collectors.toSet());
    }

    private static long octets(List<Batch> batches) {
        return batches.stream().mapToLong(Batch::octets).sum();
    }

    /** The last one comes: before it nobody can know what is missing behind. */
    private static List<Batch> lost(Random random, List<Batch> batches) {
        return batches.subList(0, batches.size() - 1).stream()
                .filter(batch -> random.nextInt(3) == 0)
                .toList();
    }

    @Property
    void shouldMissExactlyTheOctetsThatWereLost(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int intervals) {
        Random random = new Random(seed);
        SimulatedNode node = SimulatedNode.after(random, intervals, false);
        List<Batch> lost = new ArrayList<>(lost(random, node.batches()));
        List<Batch> come = new ArrayList<>(node.batches());
        come.removeAll(lost);
        Collections.shuffle(come, random);
        deliver(come);
        assertThat(open().stream().mapToLong(hole -> hole.amount().octets()).sum())
                .isEqualTo(octets(lost));

        Collections.shuffle(lost, random);
        while (!lost.isEmpty()) {
            deliver(List.of(lost.removeLast()));
            assertThat(open().stream().mapToLong(hole -> hole.amount().octets()).sum())
                    .isEqualTo(octets(lost));
        }
        assertThat(open()).isEmpty();
        assertThat(table.values()).allMatch(judged -> judged.status() == Status.CLOSED_BY_EVIDENCE);
    }

    @Property
    void shouldFindTheSameInWhateverOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int intervals) {
        Random random = new Random(seed);
        SimulatedNode node = SimulatedNode.after(random, intervals, true);
        List<Batch> come = new ArrayList<>(node.batches());
        come.removeAll(lost(random, node.batches()));
        deliver(come);
        Set<Finding> inOrder = open();

        begin();
        Collections.shuffle(come, random);
        deliver(come);
        assertThat(open()).isEqualTo(inOrder);
    }

    @Property
    void shouldHaveOneHoleForEachMachineThatWasLost(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int intervals) {
        Random random = new Random(seed);
        SimulatedNode node = SimulatedNode.after(random, intervals, true);
        List<Batch> come = new ArrayList<>(node.batches());
        Collections.shuffle(come, random);
        deliver(come);
        assertThat(open()).hasSize(node.machinesLost()).allSatisfy(hole -> {
            assertThat(hole.amount().isKnown()).isFalse();
            assertThat(hole.untilMillis() - hole.fromMillis()).isEqualTo(SimulatedNode.INTERVAL);
        });
    }

    @Property(tries = 3)
    void shouldTakeLimitedRoom(@ForAll long seed) {
        deliver(SimulatedNode.after(new Random(seed), 1_200, true).batches());
        assertThat(audit.save().length).isLessThan(100 * Chain.MOST_RUNS + 200 * open().size() + 200);
        assertThat(open()).hasSizeLessThan(Chain.MOST_RUNS + 200);
    }
}
