package io.turnpike.node.maps;

import io.turnpike.flow.Coded;
import io.turnpike.flow.Direction;
import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The limits that the packet path enforces. A limit keeps its bucket, and so its running state, as long as it lasts and
 * whatever its rate becomes; what an earlier process wrote stays in force until {@link #replace} says otherwise.
 */
public final class LimitTable {
    /** Of a limit that an earlier process wrote: it is written again at the first change. */
    private static final long NOT_OURS = 0;

    private final BpfMap limits;
    private final Map<Key, Row> rows = new HashMap<>();
    private final BitSet buckets = new BitSet();

    /** What is limited: a resource, by its number in the packet path, in one direction. */
    public record Key(int resource, Direction direction) {
        private MemorySegment segment() {
            return Struct.of(FlowAbi.LIMIT_KEY)
                    .with("resource", resource)
                    .with("direction", direction.code())
                    .segment();
        }

        private static Key of(MemorySegment segment) {
            Struct key = Struct.over(FlowAbi.LIMIT_KEY, segment);
            return new Key(key.intAt("resource"), Coded.of(Direction.class, key.intAt("direction")));
        }
    }

    private record Row(int bucket, long bitsPerSecond) {}

    public LimitTable(BpfMap limits) {
        this.limits = limits;
        for (MemorySegment key : limits.keys()) {
            Struct value = Struct.of(FlowAbi.LIMIT);
            if (limits.get(key, value.segment())) {
                keep(Key.of(key), new Row(value.intAt("bucket"), NOT_OURS));
            }
        }
    }

    /** Makes the packet path enforce exactly these. New and changed limits go before lifted ones. */
    public void replace(Map<Key, LimitRate> wanted) {
        wanted.forEach(this::require);
        for (Key key : new ArrayList<>(rows.keySet())) {
            if (!wanted.containsKey(key)) {
                lift(key);
            }
        }
    }

    private void require(Key key, LimitRate rate) {
        Row before = rows.get(key);
        if (before != null && before.bitsPerSecond() == rate.bitsPerSecond()) {
            return;
        }
        int bucket = before == null ? freeBucket() : before.bucket();
        limits.put(
                key.segment(),
                Struct.of(FlowAbi.LIMIT)
                        .withLong("bits_per_second", rate.bitsPerSecond())
                        .withLong("burst_bits", rate.burstBits())
                        .withLong("fill_ns", rate.fillNanos())
                        .with("bucket", bucket)
                        .segment());
        keep(key, new Row(bucket, rate.bitsPerSecond()));
    }

    private int freeBucket() {
        int bucket = buckets.nextClearBit(0);
        if (bucket >= limits.maxEntries()) {
            throw new IllegalStateException("more than " + limits.maxEntries() + " limits on one node");
        }
        return bucket;
    }

    private void keep(Key key, Row row) {
        rows.put(key, row);
        buckets.set(row.bucket());
    }

    private void lift(Key key) {
        limits.remove(key.segment());
        Row row = rows.remove(key);
        if (row != null) {
            buckets.clear(row.bucket());
        }
    }
}
