package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.metering.sink.EncodedRow;
import io.turnpike.metering.sink.RowReader;
import io.turnpike.metering.sink.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The operator alone, in Flink's harness. */
@SuppressWarnings("try") // To close a harness may be interrupted, which no test does.
class MinuteOperatorTest {
    private static final UsageKey KEY = new UsageKey("acme", "slb-web", 1, "SLB", "OUT", "R1", "SLB egress", "ALWAYS");
    private static final long MINUTE = Batches.BEGIN;
    private static final long HOLD = 120_000;
    private static final long DROPPED_AT = MINUTE + 60_000 + HOLD;

    private static KeyedOneInputStreamOperatorTestHarness<String, UsageDelta, EncodedRow> harness() throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, UsageDelta, EncodedRow> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new MinuteOperatorFactory(Duration.ofMillis(HOLD)),
                        delta -> delta.key().partitionKey(),
                        Types.STRING,
                        1,
                        1,
                        0);
        return harness;
    }

    private static UsageDelta delta(long sequence, long octets) {
        return new UsageDelta(KEY, MINUTE, octets, 1, 5, "director1", 1, sequence);
    }

    private static List<Map<String, Object>> flush(
            KeyedOneInputStreamOperatorTestHarness<String, UsageDelta, EncodedRow> harness, long checkpoint)
            throws Exception {
        harness.prepareSnapshotPreBarrier(checkpoint);
        return rows(harness);
    }

    private static List<Map<String, Object>> rows(
            KeyedOneInputStreamOperatorTestHarness<String, UsageDelta, EncodedRow> harness) {
        List<Map<String, Object>> rows =
                harness.extractOutputValues().stream().map(RowReader::read).toList();
        harness.getOutput().clear();
        return rows;
    }

    @Test
    void shouldEmitTheTotalOncePerCheckpointAndOnlyIfItChanged() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(delta(0, 10), 0);
            harness.processElement(delta(1, 20), 0);
            assertThat(rows(harness)).isEmpty();
            List<Map<String, Object>> first = flush(harness, 1);
            assertThat(first).extracting(row -> row.get("octets")).containsExactly(30L);
            assertThat(flush(harness, 2)).isEmpty();
            harness.processElement(delta(2, 5), 0);
            List<Map<String, Object>> second = flush(harness, 3);
            assertThat(second).extracting(row -> row.get("octets")).containsExactly(35L);
            assertThat(RowReader.number(second.getFirst(), "row_version"))
                    .isGreaterThan(RowReader.number(first.getFirst(), "row_version"));
        }
    }

    @Test
    void shouldEmitWhatIsUnwrittenWhenAMinuteIsDropped() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(delta(0, 10), 0);
            harness.processWatermark(DROPPED_AT - 1);
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
            harness.processWatermark(DROPPED_AT);
            assertThat(harness.numKeyedStateEntries()).isZero();
            harness.prepareSnapshotPreBarrier(1);
            assertThat(harness.extractOutputValues())
                    .extracting(EncodedRow::table)
                    .containsExactly("USAGE_1M");
        }
    }

    @Test
    void shouldMakeARowOfItsOwnOfWhatComesLate() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(delta(0, 10), 0);
            harness.processWatermark(DROPPED_AT);
            harness.getOutput().clear();
            harness.processElement(delta(1, 20), 0);
            harness.prepareSnapshotPreBarrier(1);
            List<EncodedRow> output = harness.extractOutputValues();
            assertThat(output).extracting(EncodedRow::table).containsExactly(Table.USAGE_LATE.name());
            assertThat(RowReader.read(output.getFirst()))
                    .containsEntry("octets", 20L)
                    .containsEntry("sequence", 1L)
                    .containsEntry("node", "director1");
        }
    }

    @Test
    void shouldGoOnWithTheTotalAfterARestoreUnderAHigherVersion() throws Exception {
        long before;
        OperatorSubtaskState checkpoint;
        try (var harness = harness()) {
            harness.open();
            harness.processElement(delta(0, 10), 0);
            before = RowReader.number(flush(harness, 1).getFirst(), "row_version");
            checkpoint = harness.snapshot(1, 0);
            harness.processElement(delta(1, 99), 0);
        }
        try (var harness = harness()) {
            harness.initializeState(checkpoint);
            harness.open();
            harness.processElement(delta(1, 20), 0);
            Map<String, Object> row = flush(harness, 2).getFirst();
            assertThat(row).containsEntry("octets", 30L);
            assertThat(RowReader.number(row, "row_version")).isGreaterThan(before);
        }
    }

    @Test
    void shouldRememberAfterARestoreWhichMinutesWereDropped() throws Exception {
        OperatorSubtaskState checkpoint;
        try (var harness = harness()) {
            harness.open();
            harness.processElement(delta(0, 10), 0);
            harness.processWatermark(DROPPED_AT);
            harness.prepareSnapshotPreBarrier(1);
            checkpoint = harness.snapshot(1, 0);
        }
        try (var harness = harness()) {
            harness.initializeState(checkpoint);
            harness.open();
            harness.processElement(delta(1, 20), 0);
            assertThat(harness.extractOutputValues())
                    .extracting(EncodedRow::table)
                    .containsExactly("USAGE_LATE");
        }
    }
}
