package io.turnpike.billing.registry;

import java.util.List;

/** What an apply did; also resources that it did not name, if they follow from what it did. */
public record ApplyResult(List<Item> changed, long registryVersion) {
    public ApplyResult {
        changed = List.copyOf(changed);
    }

    /**
     * One thing.
     *
     * @param kind {@code account}, {@code plan} or {@code resource}
     */
    public record Item(String kind, String id, Change change) {}
}
