package io.turnpike.metering.operators;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.TrafficPath;
import io.turnpike.metering.rules.Attribution;
import io.turnpike.metering.rules.Registry;
import io.turnpike.metering.rules.RuleTable;
import io.turnpike.metering.rules.Slice;
import io.turnpike.metering.rules.Stamps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A batch after attribution: its octets by usage key, each octet in one of them. */
final class MeteredBatch {
    private static final class Sum {
        private long octets;
        private long packets;
    }

    private final BatchHeader header;
    private final Map<UsageKey, Sum> sums = new LinkedHashMap<>();
    private long unattributedOctets;
    private long alarmOctets;

    private MeteredBatch(BatchHeader header) {
        this.header = header;
    }

    static MeteredBatch of(FlowBatch batch, RuleTable rules, Registry registry) {
        MeteredBatch metered = new MeteredBatch(batch.header());
        BatchHeader header = batch.header();
        for (FlowRecord record : batch.records()) {
            Stamps.of(record, header.intervalStartMillis(), header.intervalEndMillis(), registry)
                    .forEach(stamped -> metered.add(stamped, rules, registry));
        }
        return metered;
    }

    private void add(FlowRecord record, RuleTable rules, Registry registry) {
        for (Slice slice : Slice.of(record)) {
            add(slice, rules.attribute(slice, registry));
        }
    }

    private void add(Slice slice, Attribution attribution) {
        Sum sum = sums.computeIfAbsent(UsageKey.of(attribution, slice.direction()), absent -> new Sum());
        sum.octets += slice.octets();
        sum.packets += slice.packets();
        if (attribution.path() == TrafficPath.UNATTRIBUTED) {
            unattributedOctets += slice.octets();
        }
        if (RuleTable.isAlarm(attribution)) {
            alarmOctets += slice.octets();
        }
    }

    /** The batch's octets by key and minute. */
    List<UsageDelta> deltas(long registryVersion) {
        MinuteSplit split = new MinuteSplit(header.intervalStartMillis(), header.intervalEndMillis());
        List<UsageDelta> deltas = new ArrayList<>(sums.size() * split.minutes());
        sums.forEach((key, sum) -> {
            long[] octets = split.divide(sum.octets);
            long[] packets = split.divide(sum.packets);
            for (int i = 0; i < split.minutes(); i++) {
                if (octets[i] > 0 || packets[i] > 0) {
                    deltas.add(delta(key, split.minute(i), octets[i], packets[i], registryVersion));
                }
            }
        });
        return deltas;
    }

    private UsageDelta delta(UsageKey key, long minuteMillis, long octets, long packets, long registryVersion) {
        return new UsageDelta(
                key,
                minuteMillis,
                octets,
                packets,
                registryVersion,
                header.exportingProcessId(),
                header.bootEpoch(),
                header.sequence());
    }

    /** Octets that the registry does not explain. */
    long unattributedOctets() {
        return unattributedOctets;
    }

    /** Octets that were forwarded although the rules deny it. */
    long alarmOctets() {
        return alarmOctets;
    }
}
