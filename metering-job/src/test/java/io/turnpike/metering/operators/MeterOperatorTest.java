package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.BatchHeader;
import io.turnpike.metering.registry.FixedFeed;
import io.turnpike.metering.registry.ResourceFeed;
import io.turnpike.metering.rules.World;
import io.turnpike.metering.sink.EncodedRow;
import io.turnpike.metering.sink.RowReader;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** The operator alone, in Flink's harness. */
@SuppressWarnings("try") // To close a harness may be interrupted, which no test does.
class MeterOperatorTest {
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));
    private static final OutputTag<EncodedRow> ROWS = new OutputTag<>("rows", TypeInformation.of(EncodedRow.class));

    private static final OutputTag<AuditItem> AUDIT = new OutputTag<>("audit", TypeInformation.of(AuditItem.class));

    private static OneInputStreamOperatorTestHarness<byte[], UsageDelta> harness(ResourceFeed feed) throws Exception {
        OneInputStreamOperatorTestHarness<byte[], UsageDelta> harness = new OneInputStreamOperatorTestHarness<>(
                new MeterOperatorFactory(feed, DEAD_LETTERS, ROWS, AUDIT), BytePrimitiveArraySerializer.INSTANCE);
        harness.setProcessingTime(Batches.BEGIN + 3_600_000);
        return harness;
    }

    private static OneInputStreamOperatorTestHarness<byte[], UsageDelta> opened() throws Exception {
        OneInputStreamOperatorTestHarness<byte[], UsageDelta> harness = harness(FixedFeed.ofWorld());
        harness.open();
        return harness;
    }

    private static void take(OneInputStreamOperatorTestHarness<byte[], UsageDelta> harness, String node, long sequence)
            throws Exception {
        harness.processElement(Batches.encoded(Batches.numbered(node, sequence, 70)), 0);
    }

    private static <T> List<T> values(Queue<StreamRecord<T>> records) {
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    private static List<Long> sequences(OneInputStreamOperatorTestHarness<byte[], UsageDelta> harness) {
        return harness.extractOutputValues().stream()
                .map(UsageDelta::sequence)
                .distinct()
                .toList();
    }

    @Test
    void shouldTakeEachBatchOnceAndInWhateverOrder() throws Exception {
        try (var harness = opened()) {
            for (long sequence : new long[] {0, 0, 3, 1, 3, 2, 1}) {
                take(harness, "director1", sequence);
            }
            assertThat(sequences(harness)).containsExactly(0L, 3L, 1L, 2L);
        }
    }

    @Test
    void shouldNotTakeAgainWhatWasTakenBeforeARestore() throws Exception {
        OperatorSubtaskState checkpoint;
        try (var harness = opened()) {
            take(harness, "director1", 0);
            take(harness, "director1", 2);
            checkpoint = harness.snapshot(1, 0);
        }
        try (var harness = harness(FixedFeed.ofWorld())) {
            harness.initializeState(checkpoint);
            harness.open();
            for (long sequence = 0; sequence < 4; sequence++) {
                take(harness, "director1", sequence);
            }
            assertThat(sequences(harness)).containsExactly(1L, 3L);
        }
    }

    @Test
    void shouldPutAsideWhatItCannotRead() throws Exception {
        try (var harness = opened()) {
            byte[] broken = Batches.encoded(Batches.numbered("director1", 0, 70));
            broken[broken.length / 2] ^= 1;
            harness.processElement(broken, 0);
            harness.processElement(new byte[0], 0);
            take(harness, "director1", 0);
            List<DeadLetter> letters = values(harness.getSideOutput(DEAD_LETTERS));
            assertThat(letters).hasSize(2);
            assertThat(letters.getFirst().value()).isEqualTo(broken);
            assertThat(letters.getFirst().reason()).startsWith("BROKEN");
            assertThat(sequences(harness)).containsExactly(0L);
        }
    }

    @Test
    void shouldReportCellsAndProgress() throws Exception {
        try (var harness = opened()) {
            take(harness, "director1", 0);
            List<Map<String, Object>> rows = values(harness.getSideOutput(ROWS)).stream()
                    .map(RowReader::read)
                    .toList();
            assertThat(rows.getFirst())
                    .containsEntry("resource", "slb-web")
                    .containsEntry("octets", 70L)
                    .containsEntry("interval_end", Batches.BEGIN + Batches.INTERVAL);
            assertThat(rows.getLast())
                    .containsEntry("node", "director1")
                    .containsEntry("next_sequence", 1L)
                    .containsEntry("interval_end", Batches.BEGIN + Batches.INTERVAL);
        }
    }

    @Test
    void shouldAdvanceEventTimeWithTheSlowestNode() throws Exception {
        try (var harness = opened()) {
            take(harness, "director1", 0);
            take(harness, "director2", 0);
            take(harness, "director1", 5);
            assertThat(lastWatermark(harness)).isEqualTo(Batches.BEGIN + Batches.INTERVAL);
            harness.setProcessingTime(harness.getProcessingTime() + EventProgress.SILENT_MILLIS + 1);
            take(harness, "director1", 6);
            assertThat(lastWatermark(harness)).isEqualTo(Batches.BEGIN + 7 * Batches.INTERVAL);
        }
    }

    /** A capture may be years old: no minute stays open for it, and none is closed by it. */
    @Test
    void shouldMeterACaptureWithoutTakingItForANode() throws Exception {
        try (var harness = opened()) {
            take(harness, "director1", 5);
            take(harness, "capture.border1", 0);
            take(harness, "capture.border1", 0);
            take(harness, "director1", 6);
            assertThat(harness.extractOutputValues())
                    .extracting(UsageDelta::node)
                    .filteredOn("capture.border1"::equals)
                    .hasSize(2);
            assertThat(lastWatermark(harness)).isEqualTo(Batches.BEGIN + 7 * Batches.INTERVAL);
            assertThat(values(harness.getSideOutput(ROWS)))
                    .map(RowReader::read)
                    .filteredOn(row -> row.containsKey("next_sequence"))
                    .extracting(row -> row.get("node"))
                    .containsOnly("director1");
        }
    }

    private static long lastWatermark(OneInputStreamOperatorTestHarness<byte[], UsageDelta> harness) {
        return harness.getOutput().stream()
                .filter(Watermark.class::isInstance)
                .mapToLong(element -> ((Watermark) element).getTimestamp())
                .max()
                .orElseThrow();
    }

    @Test
    void shouldWaitForTheRegistryThatTheNodeHadApplied() throws Exception {
        FixedFeed feed = FixedFeed.empty("meter");
        try (var harness = harness(feed)) {
            harness.open();
            World.resources().forEach(feed::add);
            BatchHeader header =
                    new BatchHeader("director1", 1, 0, 1, Batches.BEGIN, Batches.BEGIN + Batches.INTERVAL, World.NODE);
            harness.processElement(Batches.encoded(Batches.batch(header, 70)), 0);
            assertThat(harness.extractOutputValues())
                    .extracting(delta -> delta.key().rule())
                    .containsExactly("R1", "R7");
        }
    }
}
