package io.turnpike.billing.registry;

import io.turnpike.flow.Binding;
import java.util.List;

/**
 * A resource as it is kept.
 *
 * @param number its name in the packet path, never reused
 * @param bindings oldest first
 */
public record Registered(ResourceSpec spec, int number, List<Binding> bindings) {
    public Registered {
        bindings = List.copyOf(bindings);
    }

    /** Whether the account owns the resource now or did so once. */
    public boolean wasEverOf(String account) {
        return bindings.stream().anyMatch(binding -> binding.account().equals(account));
    }
}
