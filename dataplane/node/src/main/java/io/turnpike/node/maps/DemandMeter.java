package io.turnpike.node.maps;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Reads how much came to each limit, from the token buckets themselves: nothing else is asked as often. */
public final class DemandMeter {
    private final BpfMap buckets;
    private final MemorySegment bucket;

    /** @param buckets the map of token buckets */
    public DemandMeter(BpfMap buckets) {
        this.buckets = buckets;
        this.bucket = Arena.ofAuto().allocate(buckets.valueOctets(), 8);
    }

    /** Cumulative; goes back to 0 with a new map. */
    public record Demand(long askedBits, long refusedBits, long passedPackets) {
        public static final Demand NONE = new Demand(0, 0, 0);
    }

    /** Of the bucket of an index. */
    public synchronized Demand read(int index) {
        if (!buckets.get(Struct.number(index), bucket)) {
            return Demand.NONE;
        }
        Struct demand = Struct.over(FlowAbi.DEMAND, bucket);
        return new Demand(demand.longAt("asked_bits"), demand.longAt("refused_bits"), demand.longAt("passed_packets"));
    }
}
