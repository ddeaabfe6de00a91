package io.turnpike.metering.audit;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Batches between which nothing is missing, also over several processes of the node. */
record Run(Edge from, Edge to) {

    static Run of(BatchHeader header, @Nullable BatchAccount account, boolean last) {
        Amount before = Amount.UNKNOWN;
        Amount after = Amount.UNKNOWN;
        if (account != null) {
            before = new Amount(
                    account.reportedOctets().from(), account.reportedPackets().from());
            after = new Amount(
                    account.reportedOctets().to(), account.reportedPackets().to());
        }
        return new Run(
                edge(header, header.sequence(), header.intervalStartMillis(), before, false),
                edge(header, header.sequence() + 1, header.intervalEndMillis(), after, last));
    }

    private static Edge edge(BatchHeader header, long sequence, long atMillis, Amount reported, boolean last) {
        return new Edge(header.bootEpoch(), sequence, header.countersEpoch(), atMillis, reported, last);
    }

    boolean covers(Run other) {
        return !other.from.isBefore(from) && !to.isBefore(other.to);
    }

    void write(DataOutput out) throws IOException {
        from.write(out);
        to.write(out);
    }

    static Run read(DataInput in) throws IOException {
        return new Run(Edge.read(in), Edge.read(in));
    }
}
