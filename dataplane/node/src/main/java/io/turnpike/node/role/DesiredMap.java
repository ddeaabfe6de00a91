package io.turnpike.node.role;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Makes a hash map hold exactly what is wanted, touching only what differs. Additions go before removals. */
final class DesiredMap {
    private final BpfMap map;
    private final Map<ByteBuffer, ByteBuffer> written = new HashMap<>();

    DesiredMap(BpfMap map) {
        this.map = map;
        for (MemorySegment key : map.keys()) {
            // The value is not known to be ours: it is written again at the first change.
            written.put(bytes(key), ByteBuffer.allocate(0));
        }
    }

    /** A builder of the contents. */
    static final class Contents {
        private final Map<ByteBuffer, MemorySegment> keys = new HashMap<>();
        private final Map<ByteBuffer, MemorySegment> values = new HashMap<>();

        void put(MemorySegment key, MemorySegment value) {
            keys.put(bytes(key), key);
            values.put(bytes(key), value);
        }
    }

    void replace(Contents wanted) {
        put(wanted);
        retain(wanted);
    }

    /** Adds what is missing, and replaces what differs. */
    void put(Contents wanted) {
        wanted.values.forEach((key, value) -> {
            if (!bytes(value).equals(written.get(key))) {
                map.put(Objects.requireNonNull(wanted.keys.get(key)), value);
                written.put(key, bytes(value));
            }
        });
    }

    /** Removes all else. */
    void retain(Contents wanted) {
        written.keySet().removeIf(key -> {
            boolean stale = !wanted.values.containsKey(key);
            if (stale) {
                map.remove(segment(key));
            }
            return stale;
        });
    }

    private static ByteBuffer bytes(MemorySegment segment) {
        return ByteBuffer.wrap(segment.toArray(ValueLayout.JAVA_BYTE));
    }

    private static MemorySegment segment(ByteBuffer bytes) {
        MemorySegment segment = Arena.ofAuto().allocate(bytes.remaining(), 8);
        segment.copyFrom(MemorySegment.ofBuffer(bytes.duplicate()));
        return segment;
    }
}
