package io.turnpike.metering.rules;

import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Side;

/** Builds records: by default a session of seven octets each way that the public side opened. */
public final class Records {
    private final ObservationPoint point;
    private final int resource;
    private int binding;
    private Entry entry = Entry.PRIVATE;
    private Mark mark = Mark.NONE;
    private Side initiator = Side.PUBLIC;
    private long flowId = 1;
    private Endpoint source = Endpoint.NONE;
    private Endpoint destination = Endpoint.NONE;
    private Endpoint translatedSource = Endpoint.NONE;
    private DropReason drop = DropReason.NONE;
    private Direction dropDirection = Direction.OUT;
    private long out = 7;
    private long in = 7;

    private Records(ObservationPoint point, int resource) {
        this.point = point;
        this.resource = resource;
        this.binding = resource;
    }

    public static Records at(ObservationPoint point, int resource) {
        return new Records(point, resource);
    }

    public Records binding(int id) {
        binding = id;
        return this;
    }

    public Records entry(Entry value) {
        entry = value;
        return this;
    }

    public Records mark(Mark value) {
        mark = value;
        return this;
    }

    /** Who opened it, from where to where, as the initiator wrote it. */
    public Records opened(Side by, String from, String to) {
        initiator = by;
        source = new Endpoint(IpAddress.parse(from), 4000);
        destination = new Endpoint(IpAddress.parse(to), 80);
        return this;
    }

    public Records translatedTo(String address) {
        translatedSource = new Endpoint(IpAddress.parse(address), 4001);
        return this;
    }

    public Records octets(long outOctets, long inOctets) {
        out = outOctets;
        in = inOctets;
        return this;
    }

    /** No session: the reply that the packet path made itself, or what it dropped. */
    public Records sessionless() {
        flowId = 0;
        return this;
    }

    public Records dropped(DropReason reason, Direction direction) {
        drop = reason;
        dropDirection = direction;
        return sessionless();
    }

    public FlowRecord build() {
        boolean isDrop = drop != DropReason.NONE;
        Counter outOctets = isDrop ? Counter.ZERO : new Counter(100, 100 + out);
        Counter inOctets = isDrop ? Counter.ZERO : new Counter(200, 200 + in);
        Counter outPackets = isDrop ? Counter.ZERO : new Counter(1, 1 + Math.min(out, 1));
        Counter inPackets = isDrop ? Counter.ZERO : new Counter(2, 2 + Math.min(in, 1));
        boolean towardsPublic = initiator == Side.PRIVATE;
        return new FlowRecord(
                point,
                entry,
                mark,
                initiator,
                resource,
                binding,
                1,
                flowId,
                1,
                6,
                source,
                destination,
                translatedSource,
                destination,
                towardsPublic ? outOctets : inOctets,
                towardsPublic ? outPackets : inPackets,
                towardsPublic ? inOctets : outOctets,
                towardsPublic ? inPackets : outPackets,
                drop,
                dropDirection,
                isDrop ? new Counter(0, out) : Counter.ZERO,
                isDrop ? new Counter(0, 1) : Counter.ZERO,
                50_000,
                60_000,
                FlowEndReason.ACTIVE_TIMEOUT);
    }

    /** The slice of one direction, or what was dropped. */
    public Slice slice(Direction direction) {
        return Slice.of(build()).stream()
                .filter(slice -> slice.direction() == direction)
                .findFirst()
                .orElseThrow();
    }
}
