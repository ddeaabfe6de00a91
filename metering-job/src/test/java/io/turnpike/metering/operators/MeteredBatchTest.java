package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.metering.registry.ResourceIndex;
import io.turnpike.metering.rules.RuleTable;
import io.turnpike.metering.rules.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeteredBatchTest {
    private static MeteredBatch metered(FlowBatch batch, ResourceIndex index) {
        return MeteredBatch.of(batch, RuleTable.standard(), index);
    }

    @Test
    void shouldSumByKey() {
        FlowBatch batch = Batches.numbered("director1", 3, 70);
        List<UsageDelta> deltas = metered(batch, World.index()).deltas(9);
        assertThat(deltas)
                .extracting(delta -> delta.key().rule(), UsageDelta::octets, UsageDelta::sequence)
                .containsExactly(tuple("R1", 70L, 3L), tuple("R7", 70L, 3L));
        assertThat(deltas).allMatch(delta -> delta.minuteMillis() == Batches.BEGIN && delta.registryVersion() == 9);
    }

    @Test
    void shouldSplitAnIntervalThatCrossesMinutes() {
        long start = Batches.BEGIN + 30_000;
        BatchHeader outage = new BatchHeader("director1", 1, 0, 1, start, start + 120_000, 1);
        assertThat(metered(Batches.batch(outage, 100), World.index()).deltas(1))
                .filteredOn(delta -> delta.key().rule().equals("R1"))
                .extracting(UsageDelta::octets)
                .containsExactly(25L, 50L, 25L);
    }

    @Test
    void shouldCountWhatTheRegistryDoesNotExplain() {
        MeteredBatch metered = metered(Batches.numbered("director1", 0, 70), new ResourceIndex());
        assertThat(metered.unattributedOctets()).isEqualTo(140);
        assertThat(metered.deltas(0)).allMatch(delta -> delta.key().path().equals("UNATTRIBUTED"));
    }

    @Test
    void shouldPullBackABatchOfTheFuture() {
        FlowBatch batch = Batches.numbered("director1", 0, 70);
        long now = Batches.BEGIN - 3_600_000;
        ClampedBatch clamped = ClampedBatch.of(batch, now);
        assertThat(clamped.clamped()).isTrue();
        assertThat(clamped.batch().header().intervalEndMillis()).isEqualTo(now);
        assertThat(clamped.batch().header().intervalStartMillis()).isEqualTo(now - Batches.INTERVAL);
        assertThat(ClampedBatch.of(batch, Batches.BEGIN).clamped()).isFalse();
    }
}
