package io.turnpike.node.session;

import io.turnpike.collector.IntervalClock;
import io.turnpike.flow.Coded;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Side;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.SessionTable;
import java.util.ArrayList;
import java.util.List;

/** Makes flow records of slots and of cells without sessions. */
final class SessionRecords {
    private final SessionTable table;
    private final IntervalClock clock;

    SessionRecords(SessionTable table, IntervalClock clock) {
        this.table = table;
        this.clock = clock;
    }

    boolean hasMoved(int slot) {
        return table.packets(slot, 0) > table.reportedPackets(slot, 0)
                || table.packets(slot, 1) > table.reportedPackets(slot, 1)
                || table.octets(slot, 0) > table.reportedOctets(slot, 0)
                || table.octets(slot, 1) > table.reportedOctets(slot, 1);
    }

    /**
     * One record a leg: a director's session has a leg to the client and one to the backend, alike in octets. One that
     * is handed to a proxy as it is has no second leg here: it is the proxy's, and counted there.
     */
    List<FlowRecord> of(int slot, FlowEndReason reason) {
        ObservationPoint point = Coded.of(ObservationPoint.class, table.observation(slot));
        FlowRecord front = record(slot, point, table.source(slot), table.destination(slot), reason);
        if (point != ObservationPoint.SLB_FRONT || table.isDirectlyRouted(slot)) {
            return List.of(front);
        }
        List<FlowRecord> legs = new ArrayList<>(2);
        legs.add(front);
        legs.add(asBackLeg(front));
        return legs;
    }

    private FlowRecord record(
            int slot, ObservationPoint point, Endpoint source, Endpoint destination, FlowEndReason reason) {
        return new FlowRecord(
                point,
                Coded.of(Entry.class, table.entry(slot)),
                Coded.of(Mark.class, table.mark(slot)),
                Coded.of(Side.class, table.initiatorSide(slot)),
                table.resource(slot),
                table.binding(slot),
                table.vpc(slot),
                table.flowId(slot),
                table.generation(slot),
                table.protocol(slot),
                source,
                destination,
                table.postNatSource(slot),
                table.postNatDestination(slot),
                counter(table.reportedOctets(slot, 0), table.octets(slot, 0)),
                counter(table.reportedPackets(slot, 0), table.packets(slot, 0)),
                counter(table.reportedOctets(slot, 1), table.octets(slot, 1)),
                counter(table.reportedPackets(slot, 1), table.packets(slot, 1)),
                DropReason.NONE,
                Direction.OUT,
                Counter.ZERO,
                Counter.ZERO,
                clock.millisOf(table.firstSeenNanos(slot)),
                clock.millisOf(table.lastSeenNanos(slot)),
                reason);
    }

    /** The same counters, seen between director and backend: its source is the local address. */
    private static FlowRecord asBackLeg(FlowRecord front) {
        return new FlowRecord(
                ObservationPoint.SLB_BACK,
                front.entry(),
                front.mark(),
                front.initiatorSide(),
                front.resourceNumber(),
                front.bindingId(),
                front.vpcId(),
                front.flowId(),
                front.generation(),
                front.protocolIdentifier(),
                front.postNatSource(),
                front.postNatDestination(),
                front.postNatSource(),
                front.postNatDestination(),
                front.initiatorOctets(),
                front.initiatorPackets(),
                front.responderOctets(),
                front.responderPackets(),
                front.dropReason(),
                front.dropDirection(),
                front.droppedOctets(),
                front.droppedPackets(),
                front.flowStartMilliseconds(),
                front.flowEndMilliseconds(),
                front.flowEndReason());
    }

    /** What was dropped for a resource, without a session. */
    static FlowRecord ofDrops(Cells.Key key, Cells.Amount before, Cells.Amount now, long nowMillis) {
        return new FlowRecord(
                Coded.of(ObservationPoint.class, key.observation()),
                Entry.PRIVATE,
                Mark.NONE,
                Side.PUBLIC,
                key.resource(),
                key.binding(),
                key.vpc(),
                0,
                0,
                0,
                Endpoint.NONE,
                Endpoint.NONE,
                Endpoint.NONE,
                Endpoint.NONE,
                Counter.ZERO,
                Counter.ZERO,
                Counter.ZERO,
                Counter.ZERO,
                Coded.of(DropReason.class, key.reason()),
                Coded.of(Direction.class, key.direction()),
                counter(before.octets(), now.octets()),
                counter(before.packets(), now.packets()),
                nowMillis,
                nowMillis,
                FlowEndReason.ACTIVE_TIMEOUT);
    }

    /** What the node answered by itself, or its answers, by the side of the client that asked. */
    static FlowRecord ofAnswers(Cells.Key key, Cells.Amount before, Cells.Amount now, long nowMillis) {
        Counter octets = counter(before.octets(), now.octets());
        Counter packets = counter(before.packets(), now.packets());
        boolean asked = key.direction() == Direction.IN.code();
        return new FlowRecord(
                Coded.of(ObservationPoint.class, key.observation()),
                Entry.SLB,
                Mark.NONE,
                Side.PUBLIC,
                key.resource(),
                key.binding(),
                key.vpc(),
                0,
                0,
                0,
                Endpoint.NONE,
                Endpoint.NONE,
                Endpoint.NONE,
                Endpoint.NONE,
                asked ? octets : Counter.ZERO,
                asked ? packets : Counter.ZERO,
                asked ? Counter.ZERO : octets,
                asked ? Counter.ZERO : packets,
                DropReason.NONE,
                Direction.OUT,
                Counter.ZERO,
                Counter.ZERO,
                nowMillis,
                nowMillis,
                FlowEndReason.ACTIVE_TIMEOUT);
    }

    private static Counter counter(long from, long to) {
        return new Counter(from, Math.max(from, to));
    }
}
