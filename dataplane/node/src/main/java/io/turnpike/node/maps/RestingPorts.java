package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ports that no new session gets for a while, since the peer may be in TIME_WAIT and packets may be on their way. By the
 * key of the responder's packets: the same port towards another peer does not rest.
 */
public final class RestingPorts {
    /** As long as Linux keeps TIME_WAIT. */
    static final long REST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final BpfMap map;

    public RestingPorts(BpfMap map) {
        this.map = map;
    }

    /** If there is no room any more the port is free at once: connections go before their caution. */
    void rest(MemorySegment responderKey, long nowNanos) {
        MemorySegment until = Arena.ofAuto().allocate(JAVA_LONG);
        until.set(JAVA_LONG, 0, nowNanos + REST_NANOS);
        MemorySegment key = Struct.of(FlowAbi.FLOW_KEY).segment();
        key.copyFrom(responderKey);
        map.offer(key, until);
    }

    /** Forgets those that have rested. The packet path knows by itself that they have; this makes room. */
    public void wake(long nowNanos) {
        List<byte[]> rested = new ArrayList<>();
        map.forEach((key, until) -> {
            if (until.get(JAVA_LONG, 0) <= nowNanos) {
                rested.add(key.toArray(JAVA_BYTE));
            }
        });
        MemorySegment key = Struct.of(FlowAbi.FLOW_KEY).segment();
        rested.forEach(bytes -> {
            key.copyFrom(MemorySegment.ofArray(bytes));
            map.remove(key);
        });
    }
}
