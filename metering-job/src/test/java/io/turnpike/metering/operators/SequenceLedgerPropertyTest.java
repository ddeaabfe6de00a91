package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.BatchHeader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SequenceLedgerPropertyTest {
    @Property
    void shouldTakeEachNumberOnceInWhateverOrder(@ForAll List<@LongRange(max = 40) Long> sequences) {
        SequenceLedger ledger = new SequenceLedger();
        TreeSet<Long> taken = new TreeSet<>();
        for (long sequence : sequences) {
            assertThat(ledger.accept(sequence)).isEqualTo(taken.add(sequence));
        }
        long end = taken.isEmpty() ? 0 : taken.last() + 1;
        assertThat(ledger.end()).isEqualTo(end);
        assertThat(ledger.missing()).isEqualTo(end - taken.size());
        for (long sequence = 0; sequence < ledger.next(); sequence++) {
            assertThat(taken).contains(sequence);
        }
    }

    @Property
    void shouldMergeWhatSeveralHaveTaken(
            @ForAll List<@LongRange(max = 40) Long> ours, @ForAll List<@LongRange(max = 40) Long> theirs) {
        NodeLedger first = taken(ours);
        NodeLedger second = taken(theirs);
        second.snapshot().forEach(first::merge);
        Set<Long> both = new HashSet<>(ours);
        both.addAll(theirs);
        for (long sequence = 0; sequence <= 41; sequence++) {
            assertThat(first.accept(header(sequence))).isEqualTo(!both.contains(sequence));
        }
    }

    private static NodeLedger taken(List<Long> sequences) {
        NodeLedger ledger = new NodeLedger();
        sequences.forEach(sequence -> ledger.accept(header(sequence)));
        return ledger;
    }

    private static BatchHeader header(long sequence) {
        return new BatchHeader("director1", 1, sequence, 1, 0, 1, 1);
    }
}
