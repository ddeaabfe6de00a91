package io.turnpike.billing.registry;

import java.util.List;

/**
 * What an apply did, or would do; also to resources that it did not name, if they follow from what it did.
 *
 * @param registryVersion the newest one that there is
 * @param declared the resources that it named, in the order of the declaration
 */
public record ApplyResult(List<Item> changed, long registryVersion, List<ResourceSpec> declared) {
    public ApplyResult {
        changed = List.copyOf(changed);
        declared = List.copyOf(declared);
    }

    /**
     * One thing.
     *
     * @param kind {@code account}, {@code plan} or {@code resource}
     */
    public record Item(String kind, String id, Change change) {}
}
