package io.turnpike.node.maps;

import io.turnpike.flow.Direction;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.maps.DemandMeter.Demand;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The caps that listeners have of their own, beside those of their load balancer, as the packet path enforces them. */
public final class ListenerCapTable implements CapTable<ListenerCapTable.Key> {
    private final BpfMap caps;
    private final DemandMeter demands;
    private final Map<Integer, Row> rows = new HashMap<>();
    private Set<Key> listeners = Set.of();

    /**
     * A listener in one direction.
     *
     * @param state index of the listener's running state on this node
     */
    public record Key(ListenerKey listener, int state, Direction direction) {
        private int index() {
            return 2 * state + direction.code();
        }
    }

    /** Without a value there is no cap. */
    private record Row(@Nullable NodeLimit value, long adoptedBitsPerSecond) {}

    public ListenerCapTable(BpfObject object) {
        this.caps = object.map("listener_caps");
        this.demands = new DemandMeter(object.map("listener_buckets"));
    }

    /** All that there are; who has no cap among those that are enforced is not limited. */
    public void listeners(Set<Key> all) {
        listeners = all;
    }

    /** Makes the packet path enforce these caps, in bits per second and 0 for none, which are this node's alone. */
    public void replace(Map<Key, Long> bitsPerSecond) {
        listeners(bitsPerSecond.keySet());
        Map<Key, NodeLimit> limits = new HashMap<>();
        bitsPerSecond.forEach((key, rate) -> {
            if (rate > 0) {
                limits.put(key, NodeLimit.of(LimitRate.ofAtMost(rate)));
            }
        });
        enforce(limits);
    }

    @Override
    public void enforce(Map<Key, NodeLimit> wanted) {
        listeners.forEach(key -> require(key, wanted.get(key)));
    }

    private void require(Key key, @Nullable NodeLimit limit) {
        Row before = rows.get(key.index());
        if (before != null && Objects.equals(before.value(), limit)) {
            return;
        }
        long adopted = before == null ? adoptedBitsPerSecond(key) : before.adoptedBitsPerSecond();
        MemorySegment value = limit == null
                ? Struct.of(FlowAbi.LIMIT).with("bucket", key.index()).segment()
                : limit.segment(key.index());
        caps.put(Struct.number(key.index()), value);
        rows.put(key.index(), new Row(limit, adopted));
    }

    @Override
    public long adoptedBitsPerSecond(Key key) {
        Row row = rows.get(key.index());
        if (row != null) {
            return row.adoptedBitsPerSecond();
        }
        MemorySegment value = Struct.of(FlowAbi.LIMIT).segment();
        return caps.get(Struct.number(key.index()), value) ? NodeLimit.safeBitsPerSecond(value) : 0;
    }

    @Override
    public Demand demand(Key key) {
        return demands.read(key.index());
    }
}
