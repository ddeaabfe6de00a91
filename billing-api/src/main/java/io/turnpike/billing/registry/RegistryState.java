package io.turnpike.billing.registry;

import io.turnpike.billing.tariff.Plan;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that the registry holds, by id. */
record RegistryState(Map<String, AccountSpec> accounts, Map<String, Plan> plans, Map<String, Registered> resources) {
    static final RegistryState EMPTY = new RegistryState(Map.of(), Map.of(), Map.of());

    /** The resources as they would be if the declaration were applied. */
    Map<String, ResourceSpec> resourcesAfter(Declaration declaration) {
        Map<String, ResourceSpec> after = new LinkedHashMap<>();
        resources.forEach((id, registered) -> after.put(id, registered.spec()));
        declaration.resources().forEach(spec -> after.put(spec.id(), spec));
        return after;
    }
}
