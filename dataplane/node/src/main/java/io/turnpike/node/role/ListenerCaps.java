package io.turnpike.node.role;

import io.turnpike.flow.Direction;
import io.turnpike.flow.Protection;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.LimitRate;
import io.turnpike.node.maps.Struct;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** The caps that listeners have of their own, beside those of their load balancer. */
final class ListenerCaps {
    private final BpfMap map;
    private final Map<Integer, Long> written = new HashMap<>();

    ListenerCaps(BpfMap map) {
        this.map = map;
    }

    void put(int state, Protection protection) {
        put(2 * state + Direction.OUT.code(), protection.outBitsPerSecond());
        put(2 * state + Direction.IN.code(), protection.inBitsPerSecond());
    }

    private void put(int index, long bitsPerSecond) {
        Long before = written.put(index, bitsPerSecond);
        if (before == null || before != bitsPerSecond) {
            map.put(Struct.number(index), limit(index, bitsPerSecond));
        }
    }

    private static MemorySegment limit(int index, long bitsPerSecond) {
        Struct limit = Struct.of(FlowAbi.LIMIT).with("bucket", index);
        if (bitsPerSecond > 0) {
            LimitRate rate = LimitRate.ofAtMost(bitsPerSecond);
            limit.withLong("bits_per_second", rate.bitsPerSecond())
                    .withLong("burst_bits", rate.burstBits())
                    .withLong("fill_ns", rate.fillNanos());
        }
        return limit.segment();
    }
}
