package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.BatchHeader;
import org.junit.jupiter.api.Test;

class NodeLedgerTest {
    private static final long DAY_MILLIS = 24L * 3600 * 1000;

    @Test
    void shouldForgetWhatCannotComeAgainAndNoCapture() {
        NodeLedger ledger = new NodeLedger();
        assertThat(ledger.accept(header("director1", 0))).isTrue();
        assertThat(ledger.accept(header("capture.border1", 0))).isTrue();
        assertThat(ledger.accept(header("director2", 46 * DAY_MILLIS))).isTrue();
        assertThat(ledger.snapshot())
                .extracting(NodeState::node)
                .containsExactlyInAnyOrder("capture.border1", "director2");
        assertThat(ledger.accept(header("capture.border1", 0))).isFalse();
    }

    private static BatchHeader header(String node, long atMillis) {
        return new BatchHeader(node, 1, 0, 1, atMillis, atMillis + 10_000, 1);
    }
}
