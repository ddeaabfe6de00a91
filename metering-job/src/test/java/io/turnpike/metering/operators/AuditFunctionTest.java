package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.Counter;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.metering.sink.EncodedRow;
import io.turnpike.metering.sink.RowReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The audit in Flink's harness: what it remembers over a restore, and what it does when time goes by. */
@SuppressWarnings("try") // To close a harness may be interrupted, which no test does.
class AuditFunctionTest {
    private static KeyedOneInputStreamOperatorTestHarness<String, AuditItem, EncodedRow> harness() throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AuditFunction(Duration.ofSeconds(60))), AuditItem::node, Types.STRING);
        harness.setProcessingTime(1_000_000);
        return harness;
    }

    private static AuditItem item(String node, long sequence) {
        Counter reported = new Counter(sequence * 10, sequence * 10 + 10);
        FlowBatch batch = new FlowBatch(
                new BatchHeader(node, 1, sequence, 1, sequence * 10_000, sequence * 10_000 + 10_000, 1),
                new BatchAccount(reported, reported, reported, reported, true),
                false,
                List.of(),
                List.of(),
                List.of());
        return new AuditItem(node, FlowBatchCodec.encode(batch), false);
    }

    private static List<Map<String, Object>> rows(
            KeyedOneInputStreamOperatorTestHarness<String, AuditItem, EncodedRow> harness) {
        return harness.extractOutputValues().stream().map(RowReader::read).toList();
    }

    @Test
    void shouldGoOnAfterARestoreWithNodesApart() throws Exception {
        OperatorSubtaskState checkpoint;
        try (var harness = harness()) {
            harness.open();
            harness.processElement(item("border1", 0), 0);
            harness.processElement(item("border2", 0), 0);
            harness.processElement(item("border1", 3), 0);
            assertThat(rows(harness))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry("id", "hole-border1-1-1")
                            .containsEntry("status", "OPEN")
                            .containsEntry("octets", 20L)
                            .containsEntry("revision", 1L));
            checkpoint = harness.snapshot(1, 0);
        }
        try (var harness = harness()) {
            harness.initializeState(checkpoint);
            harness.open();
            harness.processElement(item("border1", 1), 0);
            harness.processElement(item("border1", 2), 0);
            harness.processElement(item("border2", 1), 0);
            assertThat(rows(harness))
                    .extracting(row -> row.get("id") + " " + row.get("status"))
                    .containsExactly(
                            "hole-border1-1-1 CLOSED_BY_EVIDENCE",
                            "hole-border1-1-2 OPEN",
                            "hole-border1-1-2 CLOSED_BY_EVIDENCE");
        }
    }

    @Test
    void shouldMissANodeThatIsSilentAndOneThatWasNeverHeardOf() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(item("border1", 0), 0);
            harness.processElement(AuditItem.expected("border2"), 0);
            harness.setProcessingTime(1_050_000);
            assertThat(rows(harness)).isEmpty();
            harness.setProcessingTime(1_090_000);
            assertThat(rows(harness))
                    .extracting(row -> row.get("id"))
                    .containsExactlyInAnyOrder("hole-border1-1-1", "hole-border2-0-0");
            harness.processElement(item("border1", 1), 0);
            assertThat(rows(harness).getLast()).containsEntry("status", "CLOSED_BY_EVIDENCE");
        }
    }
}
