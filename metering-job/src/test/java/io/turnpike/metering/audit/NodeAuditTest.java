package io.turnpike.metering.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.Counter;
import io.turnpike.metering.audit.Judged.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeAuditTest {
    private static final long SILENCE = 60_000;

    private final NodeAudit audit = NodeAudit.of("border1");

    private List<Judged> came(long sequence, long from, long to, boolean taken) {
        Counter reported = new Counter(from, to);
        return came(sequence, new BatchAccount(reported, reported, Counter.ZERO, Counter.ZERO, true), false, taken);
    }

    private List<Judged> came(long sequence, @Nullable BatchAccount account, boolean last, boolean taken) {
        BatchHeader header =
                new BatchHeader("border1", 7, sequence, 1, sequence * 10_000, sequence * 10_000 + 10_000, 1);
        return audit.came(header, account, last, taken, 1_000_000);
    }

    private static Finding only(List<Judged> changes, Status status) {
        assertThat(changes).singleElement().extracting(Judged::status).isEqualTo(status);
        return changes.getFirst().finding();
    }

    @Test
    void shouldTellBatchesTimeAndOctetsOfAHole() {
        assertThat(came(0, 0, 100, false)).isEmpty();
        Finding hole = only(came(3, 170, 200, false), Status.OPEN);
        assertThat(hole.id()).isEqualTo("hole-border1-7-1");
        assertThat(hole.lastSequence()).isEqualTo(2);
        assertThat(hole.fromMillis()).isEqualTo(10_000);
        assertThat(hole.untilMillis()).isEqualTo(30_000);
        assertThat(hole.amount()).isEqualTo(new Amount(70, 70));
    }

    @Test
    void shouldCloseWhatCameAndListWhatIsLeft() {
        came(0, 0, 100, false);
        came(3, 170, 200, false);
        List<Judged> changes = came(1, 100, 110, false);
        assertThat(changes).extracting(Judged::status).containsExactly(Status.CLOSED_BY_EVIDENCE, Status.OPEN);
        assertThat(changes.getFirst().finding().amount()).isEqualTo(new Amount(10, 10));
        assertThat(changes.getFirst().finding().lastSequence()).isEqualTo(1);
        assertThat(changes.getLast().finding().amount()).isEqualTo(new Amount(60, 60));
        assertThat(only(came(2, 110, 170, false), Status.CLOSED_BY_EVIDENCE).amount())
                .isEqualTo(new Amount(60, 60));
    }

    @Test
    void shouldCallTheSilenceOfANodeAHoleUntilItIsHeardOf() {
        came(0, 0, 100, false);
        assertThat(audit.look(1_000_000 + SILENCE, SILENCE)).isEmpty();
        Finding hole = only(audit.look(1_000_001 + SILENCE, SILENCE), Status.OPEN);
        assertThat(hole.lastSequence()).isEqualTo(Finding.UNKNOWN_END);
        assertThat(hole.untilMillis()).isZero();
        assertThat(audit.look(2_000_000, SILENCE)).isEmpty();
        assertThat(only(came(1, 100, 120, false), Status.CLOSED_BY_EVIDENCE).id())
                .isEqualTo(hole.id());
    }

    @Test
    void shouldNotWaitForANodeThatStoppedInOrder() {
        Counter nothing = new Counter(0, 0);
        came(0, new BatchAccount(nothing, nothing, nothing, nothing, true), true, false);
        assertThat(audit.look(2_000_000, SILENCE)).isEmpty();
    }

    @Test
    void shouldMissANodeThatTheRegistryHasAndNobodyHeardOf() {
        audit.expected(1_000_000);
        audit.expected(1_030_000);
        Finding hole = only(audit.look(1_000_001 + SILENCE, SILENCE), Status.OPEN);
        assertThat(hole.id()).isEqualTo("hole-border1-0-0");
        assertThat(hole.fromMillis()).isEqualTo(1_000_000);
        assertThat(only(came(0, 0, 50, false), Status.CLOSED_BY_EVIDENCE).id()).isEqualTo(hole.id());
    }

    @Test
    void shouldNotBlameANodeForWhenNobodyWasListening() {
        came(0, 0, 100, false);
        audit.listening(5_000_000);
        assertThat(audit.look(5_000_000 + SILENCE, SILENCE)).isEmpty();
    }

    @Test
    void shouldBeginWhereTheLedgerIsWhenItIsNewThere() {
        assertThat(came(500, 9_000, 9_100, true)).isEmpty();
        assertThat(came(501, 9_100, 9_100, true)).isEmpty();
    }

    @Test
    void shouldMissTheFirstBatchesOfANode() {
        assertThat(only(came(2, 300, 310, false), Status.OPEN).amount()).isEqualTo(new Amount(300, 300));
    }
}
