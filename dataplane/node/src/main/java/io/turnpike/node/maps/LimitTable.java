package io.turnpike.node.maps;

import io.turnpike.flow.Coded;
import io.turnpike.flow.Direction;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.maps.DemandMeter.Demand;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The limits that the packet path enforces. A limit keeps its bucket, and so its running state, as long as it lasts and
 * whatever its rate becomes; what an earlier process wrote stays in force until {@link #replace} says otherwise.
 */
public final class LimitTable implements CapTable<LimitTable.Key> {
    private final BpfMap limits;
    private final @Nullable DemandMeter demands;
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

    /** Of a limit that an earlier process wrote, the value is not known: it is written again at the first change. */
    private record Row(int bucket, @Nullable NodeLimit value, long adoptedBitsPerSecond) {}

    /** One whose demand nobody asks for */
    public LimitTable(BpfMap limits) {
        this(limits, null);
    }

    /**
     * @param limits the map of limits
     * @param buckets the map of their token buckets
     */
    public LimitTable(BpfMap limits, @Nullable BpfMap buckets) {
        this.limits = limits;
        this.demands = buckets == null ? null : new DemandMeter(buckets);
        for (MemorySegment key : limits.keys()) {
            Struct value = Struct.of(FlowAbi.LIMIT);
            if (limits.get(key, value.segment())) {
                keep(Key.of(key), new Row(value.intAt("bucket"), null, NodeLimit.safeBitsPerSecond(value.segment())));
            }
        }
    }

    /** Makes the packet path enforce exactly these, which are this node's alone. */
    public void replace(Map<Key, LimitRate> wanted) {
        Map<Key, NodeLimit> limits = new HashMap<>();
        wanted.forEach((key, rate) -> limits.put(key, NodeLimit.of(rate)));
        enforce(limits);
    }

    /** {@inheritDoc} New and changed limits go before lifted ones. */
    @Override
    public void enforce(Map<Key, NodeLimit> wanted) {
        wanted.forEach(this::require);
        for (Key key : new ArrayList<>(rows.keySet())) {
            if (!wanted.containsKey(key)) {
                lift(key);
            }
        }
    }

    private void require(Key key, NodeLimit limit) {
        Row before = rows.get(key);
        if (before != null && limit.equals(before.value())) {
            return;
        }
        int bucket = before == null ? freeBucket() : before.bucket();
        limits.put(key.segment(), limit.segment(bucket));
        keep(key, new Row(bucket, limit, before == null ? 0 : before.adoptedBitsPerSecond()));
    }

    /** The index of a limit's bucket. */
    public OptionalInt bucket(Key key) {
        Row row = rows.get(key);
        return row == null ? OptionalInt.empty() : OptionalInt.of(row.bucket());
    }

    @Override
    public Demand demand(Key key) {
        Row row = rows.get(key);
        return row == null || demands == null ? Demand.NONE : demands.read(row.bucket());
    }

    @Override
    public long adoptedBitsPerSecond(Key key) {
        Row row = rows.get(key);
        return row == null ? 0 : row.adoptedBitsPerSecond();
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
