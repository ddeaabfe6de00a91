package io.turnpike.metering.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Fate;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.InterfaceCell;
import io.turnpike.metering.rules.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotalsTest {
    private static final BatchHeader HEADER = new BatchHeader("border1", 7, 5, 1, 10_000, 20_000, World.NODE);

    private static FlowBatch batch(BatchAccount account, InterfaceCell... cells) {
        return new FlowBatch(HEADER, account, false, List.of(cells), List.of(), List.of());
    }

    private static InterfaceCell cell(Fate fate, long from, long to) {
        return new InterfaceCell("eth0", Direction.IN, fate, new Counter(from, to), new Counter(from, to));
    }

    private static BatchAccount account(Counter reported, Counter counted) {
        return new BatchAccount(reported, reported, counted, counted, true);
    }

    private static final BatchAccount QUIET = account(Counter.ZERO, Counter.ZERO);

    @Test
    void shouldAddUpTheFatesOfAnInterface() {
        FlowBatch batch = batch(
                QUIET,
                cell(Fate.COUNTED, 100, 1_000),
                cell(Fate.SESSION, 60, 900),
                cell(Fate.DROPPED, 30, 60),
                cell(Fate.LINK, 10, 40));
        InterfaceTotal total = InterfaceTotal.of(batch).getFirst();
        assertThat(total.accountedFor()).isEqualTo(new Amount(1_000, 1_000));
        assertThat(total.difference()).isEmpty();
    }

    @Test
    void shouldTellADifferenceToTheOctet() {
        FlowBatch batch = batch(QUIET, cell(Fate.COUNTED, 0, 1_000), cell(Fate.SESSION, 0, 999));
        Finding finding = InterfaceTotal.of(batch).getFirst().difference().orElseThrow();
        assertThat(finding.id()).isEqualTo("conservation-border1-7-5-eth0-IN");
        assertThat(finding.amount()).isEqualTo(new Amount(1, 1));
        assertThat(finding.fromMillis()).isEqualTo(10_000);
    }

    /** What sessions say lies between two looks at the cells. */
    @ParameterizedTest
    @CsvSource({
        "100, 100, 100, 0",
        "150, 100, 200, 0",
        "100, 100, 200, 0",
        "200, 100, 200, 0",
        "99,  100, 200, 1",
        "201, 100, 200, -1",
        "99,  100, 100, 1",
        "101, 100, 100, -1",
    })
    void shouldHoldRecordsBetweenTheCells(long reported, long before, long now, long difference) {
        FlowBatch batch = batch(account(new Counter(reported, reported), new Counter(before, now)));
        assertThat(RecordTotal.differences(batch).stream()
                        .mapToLong(finding -> finding.amount().octets())
                        .sum())
                .isEqualTo(difference);
    }

    @Test
    void shouldNotTakeTheNodesWordForWhatIsInTheBatch() {
        FlowBatch batch = batch(account(new Counter(0, 100), new Counter(0, 100)));
        assertThat(RecordTotal.differences(batch)).singleElement().satisfies(finding -> {
            assertThat(finding.interfaceName()).isEqualTo(RecordTotal.NAME);
            assertThat(finding.amount()).isEqualTo(new Amount(100, 100));
        });
    }
}
