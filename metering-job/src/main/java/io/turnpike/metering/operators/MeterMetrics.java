package io.turnpike.metering.operators;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the meter counts of itself; names as they appear after {@code turnpike_metering_}. */
final class MeterMetrics {
    /** The group that the job's own metrics are found by among Flink's. */
    static final String GROUP = "turnpike";

    final Counter batches;
    final Counter duplicates;
    final Counter deadLetters;
    final Counter futureBatches;
    final Counter unattributedOctets;
    final Counter alarmOctets;

    MeterMetrics(MetricGroup operator, NodeLedger ledger) {
        MetricGroup group = operator.addGroup(GROUP);
        batches = group.counter("batches_decoded_total");
        duplicates = group.counter("batches_duplicate_total");
        deadLetters = group.counter("dead_letters_total");
        futureBatches = group.counter("batches_from_the_future_total");
        unattributedOctets = group.counter("unattributed_octets_total");
        alarmOctets = group.counter("denied_but_forwarded_octets_total");
        group.gauge("batches_missing", ledger::missing);
    }

    void count(MeteredBatch batch) {
        unattributedOctets.inc(batch.unattributedOctets());
        alarmOctets.inc(batch.alarmOctets());
    }
}
