package io.turnpike.node.metrics;

import java.util.EnumMap;
import java.util.Map;

/** How much there is of each figure up to a moment. */
record Amounts(Map<Figure, Long> values) {
    static final Amounts NONE = new Amounts(Map.of());

    Amounts {
        values = Map.copyOf(values);
    }

    long of(Figure figure) {
        return values.getOrDefault(figure, 0L);
    }

    Amounts with(Figure figure, long amount) {
        Map<Figure, Long> changed = new EnumMap<>(Figure.class);
        changed.putAll(values);
        changed.put(figure, amount);
        return new Amounts(changed);
    }
}
