package io.turnpike.replay.feed;

import io.turnpike.collector.CounterSource;
import io.turnpike.collector.Reading;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Side;
import io.turnpike.replay.flow.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The flows of a capture, as the collector sees the counters of a node. Flows have no stamps. */
final class CaptureSource implements CounterSource {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final FeedIdentity identity;
    private final ObservationPoint point;
    private final Map<Flow, Baseline> reported = new HashMap<>();
    private final Set<Flow> moved = new LinkedHashSet<>();
    private long reportedUntilMillis;

    CaptureSource(FeedIdentity identity, ObservationPoint point, long beginMillis) {
        this.identity = identity;
        this.point = point;
        this.reportedUntilMillis = beginMillis;
    }

    void moved(Flow flow) {
        moved.add(flow);
    }

    /** Flows that have something to report. */
    int moved() {
        return moved.size();
    }

    /** What ended and has nothing more to report is forgotten. */
    void ended(Flow flow) {
        if (!moved.contains(flow)) {
            reported.remove(flow);
        }
    }

    @Override
    public long countersEpoch() {
        return identity.bootEpoch();
    }

    @Override
    public long reportedUntilMillis() {
        return reportedUntilMillis;
    }

    @Override
    public Reading read() {
        List<FlowRecord> records = new ArrayList<>(moved.size());
        moved.forEach(flow -> records.add(record(flow)));
        return new Reading(0, List.of(), List.of(), records, List.of());
    }

    private FlowRecord record(Flow flow) {
        Baseline from = reported.getOrDefault(flow, Baseline.NOTHING).seenFrom(flow);
        FlowEndReason reason = flow.endReason();
        return new FlowRecord(
                point,
                Entry.PRIVATE,
                Mark.UNSTAMPED,
                Side.PUBLIC,
                0,
                0,
                0,
                identity.flowId(flow.ordinal()),
                flow.isTurned() ? 1 : 0,
                flow.protocol(),
                flow.source(),
                flow.destination(),
                flow.source(),
                flow.destination(),
                from.initiator().octetsTo(flow.fromInitiator()),
                from.initiator().packetsTo(flow.fromInitiator()),
                from.responder().octetsTo(flow.fromResponder()),
                from.responder().packetsTo(flow.fromResponder()),
                DropReason.NONE,
                Direction.OUT,
                Counter.ZERO,
                Counter.ZERO,
                flow.firstNanos() / NANOS_PER_MILLI,
                flow.lastNanos() / NANOS_PER_MILLI,
                reason == null ? FlowEndReason.ACTIVE_TIMEOUT : reason);
    }

    @Override
    public void commit(Reading reading, long intervalEndMillis) {
        for (Flow flow : moved) {
            if (flow.endReason() == null) {
                reported.put(flow, Baseline.of(flow));
            } else {
                reported.remove(flow);
            }
        }
        moved.clear();
        reportedUntilMillis = intervalEndMillis;
    }

    /** A feed that was broken off begins anew, with the same numbers. */
    @Override
    public void recover(List<FlowBatch> spooled) {
        throw new UnsupportedOperationException("a capture is read from its beginning");
    }
}
