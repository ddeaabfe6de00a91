package io.turnpike.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.flow.FlowBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class CollectorTest {
    private final CountingSource source = new CountingSource();

    private final Path folder;
    private final Spool spool;

    CollectorTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.spool = new Spool(folder, 1 << 20);
    }

    @Test
    void shouldNumberWithoutHolesAndLeaveNoGapBetweenIntervals() throws IOException {
        Collector collector = new Collector("n1", 5, source, spool);
        for (int i = 1; i <= 3; i++) {
            source.octets += 100;
            collector.endInterval(10_000 + i * 10_000L);
        }
        List<FlowBatch> batches = spool.decodePending();
        assertThat(batches).extracting(b -> b.header().sequence()).containsExactly(0L, 1L, 2L);
        assertThat(batches)
                .extracting(b -> b.header().intervalStartMillis())
                .containsExactly(10_000L, 20_000L, 30_000L);
        assertThat(batches).extracting(b -> b.header().intervalEndMillis()).containsExactly(20_000L, 30_000L, 40_000L);
        assertThat(octets(batches)).isEqualTo(300);
    }

    /** A process may die after the batch is on disk and before the baseline has moved: the case that counts twice. */
    @Test
    void shouldNotCountTwiceWhatWasOnDiskBeforeACrash() throws IOException {
        source.octets = 100;
        dieBeforeCommit(20_000);
        assertThat(source.reported).isZero();

        source.octets = 150;
        Collector next = new Collector("n1", 6, source, new Spool(folder, 1 << 20));
        next.recover();
        next.endInterval(30_000);
        assertThat(octets(spool.decodePending())).isEqualTo(150);
    }

    @Test
    void shouldNotOfferABatchToTheBrokerBeforeItsBaselineHasMoved() throws IOException {
        source.octets = 100;
        dieBeforeCommit(20_000);
        assertThat(spool.pending()).hasSize(1);
        assertThat(spool.released()).isEmpty();
    }

    @Test
    void shouldReportALostIntervalWithTheNextOneWhenTheDiskWasFull() throws IOException {
        Spool full = new Spool(folder, 10);
        Collector collector = new Collector("n1", 5, source, full);
        source.octets = 100;
        assertThatThrownBy(() -> collector.endInterval(20_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("limit");
        assertThat(source.reported).isZero();
        assertThat(full.pending()).isEmpty();

        source.octets = 120;
        Collector roomy = new Collector("n1", 5, source, spool);
        roomy.endInterval(30_000);
        List<FlowBatch> batches = spool.decodePending();
        assertThat(octets(batches)).isEqualTo(120);
        assertThat(batches.getFirst().header().intervalStartMillis()).isEqualTo(10_000);
    }

    @Test
    void shouldWriteAHeartbeatWhenNothingMoved() throws IOException {
        new Collector("n1", 5, source, spool).endInterval(20_000);
        assertThat(spool.decodePending())
                .singleElement()
                .satisfies(b -> assertThat(b.records()).isEmpty());
    }

    @Test
    void shouldKeepATornBatchAsideAndGoOn() throws IOException {
        source.octets = 100;
        Collector collector = new Collector("n1", 5, source, spool);
        collector.endInterval(20_000);
        Path batch = spool.pending().getFirst();
        byte[] bytes = Files.readAllBytes(batch);
        Files.write(batch, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(spool.decodePending()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).singleElement().asString().endsWith(".broken");
        }
    }

    private void dieBeforeCommit(long intervalEndMillis) {
        CounterSource dying = new DyingBeforeCommit(source);
        assertThatThrownBy(() -> new Collector("n1", 5, dying, spool).endInterval(intervalEndMillis))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Stands for kill -9 between the spool's fsync and the move of the baseline. */
    private record DyingBeforeCommit(CounterSource source) implements CounterSource {
        @Override
        public long countersEpoch() {
            return source.countersEpoch();
        }

        @Override
        public long reportedUntilMillis() {
            return source.reportedUntilMillis();
        }

        @Override
        public Reading read() {
            return source.read();
        }

        @Override
        public void commit(Reading reading, long intervalEndMillis) {
            throw new IllegalStateException("killed");
        }

        @Override
        public void recover(List<FlowBatch> spooled) {
            source.recover(spooled);
        }
    }

    private static long octets(List<FlowBatch> batches) {
        List<Long> deltas = new ArrayList<>();
        batches.forEach(
                b -> b.records().forEach(r -> deltas.add(r.initiatorOctets().delta())));
        return deltas.stream().mapToLong(Long::longValue).sum();
    }
}
