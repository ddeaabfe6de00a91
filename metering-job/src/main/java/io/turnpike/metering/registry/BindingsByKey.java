package io.turnpike.metering.registry;

import io.turnpike.metering.rules.BoundResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bindings, past ones too, under something that several of them may share. */
final class BindingsByKey<K> {
    private final Map<K, List<BoundResource>> bindings = new HashMap<>();

    void add(K key, BoundResource bound) {
        bindings.computeIfAbsent(key, absent -> new ArrayList<>(1)).add(bound);
    }

    void remove(K key, BoundResource bound) {
        bindings.computeIfPresent(key, (present, list) -> {
            list.remove(bound);
            return list.isEmpty() ? null : list;
        });
    }

    boolean contains(K key) {
        return bindings.containsKey(key);
    }

    List<BoundResource> get(K key) {
        return bindings.getOrDefault(key, List.of());
    }
}
