package io.turnpike.node.lease;

import io.turnpike.node.lease.Leases.Cap;
import io.turnpike.node.maps.CapTable;
import io.turnpike.node.maps.DemandMeter.Demand;
import io.turnpike.node.maps.NodeLimit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** The caps of one table, each with the number that it has among all nodes. */
final class LeasedCaps<K> {
    private final CapTable<K> table;
    private final ToLongFunction<K> numbers;
    private Map<Long, K> keys = Map.of();
    private Map<K, Long> caps = Map.of();

    LeasedCaps(CapTable<K> table, ToLongFunction<K> numbers) {
        this.table = table;
        this.numbers = numbers;
    }

    void set(Map<K, Long> bitsPerSecond) {
        Map<Long, K> numbered = new HashMap<>();
        bitsPerSecond.keySet().forEach(key -> numbered.put(numbers.applyAsLong(key), key));
        keys = numbered;
        caps = Map.copyOf(bitsPerSecond);
    }

    void addTo(Map<Long, Cap> all) {
        keys.forEach((number, key) -> all.put(number, new Cap(cap(key), table.adoptedBitsPerSecond(key))));
    }

    void forEach(BiConsumer<Long, K> reader) {
        keys.forEach(reader);
    }

    /** In bits per second; 0 if there is none. */
    long cap(K key) {
        return caps.getOrDefault(key, 0L);
    }

    boolean has(long number) {
        return keys.containsKey(number);
    }

    Demand demand(long number) {
        K key = keys.get(number);
        return key == null ? Demand.NONE : table.demand(key);
    }

    void enforce(Map<Long, Lease> leases, Form<K> form) {
        Map<K, NodeLimit> limits = new HashMap<>();
        keys.forEach((number, key) -> {
            Lease lease = leases.get(number);
            if (lease != null) {
                limits.put(key, form.limit(key, lease));
            }
        });
        table.enforce(limits);
    }

    /** How a lease is enforced. */
    @FunctionalInterface
    interface Form<K> {
        NodeLimit limit(K key, Lease lease);
    }
}
