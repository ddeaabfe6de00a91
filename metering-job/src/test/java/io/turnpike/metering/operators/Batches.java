package io.turnpike.metering.operators;

import static io.turnpike.metering.rules.World.privateAddress;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceCell;
import io.turnpike.flow.Side;
import io.turnpike.metering.rules.Records;
import io.turnpike.metering.rules.World;
import java.util.List;

/** Batches of one SLB session: the front charges, the backend's interface repeats it. */
public final class Batches {
    /** Start of a minute, and long past. */
    public static final long BEGIN = 1_700_000_040_000L;

    public static final long INTERVAL = 10_000;

    private Batches() {}

    /** The n-th interval of a node's first process. */
    public static FlowBatch numbered(String node, long sequence, long octets) {
        return at(node, sequence, BEGIN + sequence * INTERVAL, octets);
    }

    static FlowBatch at(String node, long sequence, long startMillis, long octets) {
        return batch(new BatchHeader(node, 1, sequence, 1, startMillis, startMillis + INTERVAL, 1), octets);
    }

    static FlowBatch batch(BatchHeader header, long octets) {
        return new FlowBatch(
                header,
                List.of(),
                List.of(new ResourceCell(ObservationPoint.SLB_FRONT, World.SLB, World.SLB, Direction.OUT, octets, 1)),
                List.of(front(octets), interfaceOfBackend(octets)));
    }

    private static FlowRecord front(long octets) {
        return Records.at(ObservationPoint.SLB_FRONT, World.SLB)
                .entry(Entry.SLB)
                .opened(Side.PUBLIC, World.CLIENT, World.VIP)
                .octets(octets, 0)
                .build();
    }

    private static FlowRecord interfaceOfBackend(long octets) {
        return Records.at(ObservationPoint.ECS_NIC, World.BACKEND)
                .opened(Side.PUBLIC, World.LOCAL_ADDRESS, privateAddress(World.BACKEND))
                .octets(octets, 0)
                .build();
    }

    public static byte[] encoded(FlowBatch batch) {
        return FlowBatchCodec.encode(batch);
    }
}
