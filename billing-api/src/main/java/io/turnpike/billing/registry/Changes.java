package io.turnpike.billing.registry;

import io.turnpike.billing.registry.ApplyResult.Item;
import java.util.ArrayList;
import java.util.List;

/** What a valid declaration changes; {@code items} has also what it leaves as it is. */
record Changes(List<Item> items, List<ResourceChange> resources) {
    /** Pure. */
    static Changes of(Declaration declaration, RegistryState state) {
        List<Item> items = new ArrayList<>();
        for (PlanSpec plan : declaration.plans()) {
            items.add(new Item("plan", plan.id(), plan.changeOf(state.plans().get(plan.id()))));
        }
        for (AccountSpec account : declaration.accounts()) {
            Change change = account.changeOf(state.accounts().get(account.id()));
            items.add(new Item("account", account.id(), change));
        }
        List<ResourceChange> resources = ResourceChange.of(declaration, state);
        resources.forEach(change -> items.add(new Item("resource", change.spec().id(), change.change())));
        return new Changes(
                items,
                resources.stream()
                        .filter(change -> change.change() != Change.UNCHANGED)
                        .toList());
    }
}
