package io.turnpike.standalone;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.flow.Side;
import java.util.List;

/** One session through an EIP, as the border and the host of its ECS report it: 1,000 octets out in each interval. */
record BorderBatches(Resource eip, Resource ecs, long beginMillis) {
    static final int COUNT = 3;
    static final long OCTETS = 1_000;
    private static final long INTERVAL = 10_000;
    private static final Endpoint CLIENT = new Endpoint(IpAddress.parse("198.51.100.11"), 40_000);
    private static final Endpoint PUBLIC = new Endpoint(IpAddress.parse("203.0.113.20"), 80);
    private static final Endpoint PRIVATE = new Endpoint(IpAddress.parse("10.0.0.12"), 80);

    byte[] ofBorder(int sequence) {
        return batch("border1", sequence, record(ObservationPoint.BORDER, eip, PUBLIC, sequence));
    }

    byte[] ofHost(int sequence) {
        return batch("host1", sequence, record(ObservationPoint.ECS_NIC, ecs, PRIVATE, sequence));
    }

    private byte[] batch(String node, int sequence, FlowRecord record) {
        long start = beginMillis + sequence * INTERVAL;
        Counter octets = counter(sequence);
        Counter packets = new Counter(sequence, sequence + 1L);
        return FlowBatchCodec.encode(new FlowBatch(
                new BatchHeader(node, 1, sequence, 1, start, start + INTERVAL, 1),
                new BatchAccount(octets, packets, octets, packets, true),
                sequence == COUNT - 1,
                List.of(),
                List.of(),
                List.of(record)));
    }

    private static Counter counter(int sequence) {
        return new Counter(sequence * OCTETS, (sequence + 1) * OCTETS);
    }

    private static FlowRecord record(ObservationPoint point, Resource resource, Endpoint own, int sequence) {
        return new FlowRecord(
                point,
                Entry.EIP,
                Mark.NONE,
                Side.PUBLIC,
                resource.number(),
                resource.openBinding().orElseThrow().bindingId(),
                1,
                77,
                1,
                6,
                CLIENT,
                own,
                CLIENT,
                PRIVATE,
                Counter.ZERO,
                Counter.ZERO,
                counter(sequence),
                new Counter(sequence, sequence + 1L),
                DropReason.NONE,
                Direction.OUT,
                Counter.ZERO,
                Counter.ZERO,
                0,
                0,
                FlowEndReason.ACTIVE_TIMEOUT);
    }
}
