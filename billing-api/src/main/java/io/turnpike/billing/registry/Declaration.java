package io.turnpike.billing.registry;

import java.util.List;

/** What a caller wants to be true of the accounts, plans and resources that it names; the others stay as they are. */
record Declaration(List<AccountSpec> accounts, List<PlanSpec> plans, List<ResourceSpec> resources) {
    Declaration {
        accounts = List.copyOf(accounts);
        plans = List.copyOf(plans);
        resources = List.copyOf(resources);
    }
}
