package io.turnpike.collector;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.Counter;
import io.turnpike.flow.FlowRecord;
import java.util.List;

/** The accounts of the batches of one reading, one after the other. */
final class Accounts {
    private final Reading.Totals totals;
    private long octets;
    private long packets;

    Accounts(Reading.Totals totals) {
        this.totals = totals;
        this.octets = totals.reportedOctets();
        this.packets = totals.reportedPackets();
    }

    BatchAccount next(List<FlowRecord> records, boolean endsInterval) {
        Counter reportedOctets = new Counter(octets, octets + BatchAccount.octets(records));
        Counter reportedPackets = new Counter(packets, packets + BatchAccount.packets(records));
        octets = reportedOctets.to();
        packets = reportedPackets.to();
        return new BatchAccount(
                reportedOctets,
                reportedPackets,
                endsInterval ? totals.countedOctets() : Counter.ZERO,
                endsInterval ? totals.countedPackets() : Counter.ZERO,
                endsInterval);
    }
}
