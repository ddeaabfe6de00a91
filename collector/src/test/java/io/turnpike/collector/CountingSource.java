package io.turnpike.collector;

import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Side;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** One session whose counter and baseline outlive the collector, as pinned maps do. */
@NullMarked
final class CountingSource implements CounterSource {
    long octets;
    long reported;
    long reportedUntil = 10_000;

    @Override
    public long countersEpoch() {
        return 1;
    }

    @Override
    public long reportedUntilMillis() {
        return reportedUntil;
    }

    @Override
    public Reading read() {
        return new Reading(1, List.of(), List.of(), octets > reported ? List.of(record()) : List.of(), List.of());
    }

    private FlowRecord record() {
        Endpoint client = new Endpoint(IpAddress.parse("198.51.100.1"), 1);
        return new FlowRecord(
                ObservationPoint.BORDER,
                Entry.EIP,
                Mark.NONE,
                Side.PUBLIC,
                1,
                1,
                1,
                77,
                1,
                6,
                client,
                client,
                client,
                client,
                new Counter(reported, octets),
                Counter.ZERO,
                Counter.ZERO,
                Counter.ZERO,
                DropReason.NONE,
                Direction.OUT,
                Counter.ZERO,
                Counter.ZERO,
                0,
                0,
                FlowEndReason.ACTIVE_TIMEOUT);
    }

    @Override
    public void commit(Reading reading, long intervalEndMillis) {
        reading.records().forEach(r -> reported = r.initiatorOctets().to());
        reportedUntil = intervalEndMillis;
    }

    @Override
    public void recover(List<FlowBatch> spooled) {
        for (FlowBatch batch : spooled) {
            batch.records()
                    .forEach(r ->
                            reported = Math.max(reported, r.initiatorOctets().to()));
            reportedUntil = Math.max(reportedUntil, batch.header().intervalEndMillis());
        }
    }
}
