package io.turnpike.billing.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a caller wants to be true of the accounts, plans and resources that it names; the others stay as they are.
 *
 * @param documents the resources by id, word for word
 */
record Declaration(
        List<AccountSpec> accounts,
        List<PlanSpec> plans,
        List<ResourceSpec> resources,
        Map<String, JsonNode> documents) {
    Declaration {
        accounts = List.copyOf(accounts);
        plans = List.copyOf(plans);
        resources = List.copyOf(resources);
        documents = Map.copyOf(documents);
    }

    boolean hasCertificates() {
        return resources.stream().anyMatch(spec -> spec.details() instanceof Details.Certificate);
    }
}
