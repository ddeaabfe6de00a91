package io.turnpike.billing.usage;

import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.registry.Registry;
import io.turnpike.flow.Binding;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.TrafficPath;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way of the octets, from the node's count to the bill; and how far each node's reports have come. */
@ApplicationScoped
public class WayReport {
    private final UsageStore store;
    private final ChargeReport charges;
    private final Registry registry;
    private final InstantSource clock;

    WayReport(UsageStore store, ChargeReport charges, Registry registry, InstantSource clock) {
        this.store = store;
        this.charges = charges;
        this.registry = registry;
        this.clock = clock;
    }

    public List<WayItem> way(Optional<String> account) {
        Map<String, Registered> resources = registry.resources();
        Map<Integer, String> accounts = accountsByBinding(resources);
        WayTable table = new WayTable(
                store.cells(),
                cell -> accounts.getOrDefault(cell.bindingId(), ""),
                resource -> borderPath(resource, resources),
                store.progress(),
                clock.instant());
        return table.rows(charges.ever(account));
    }

    public List<NodeProgress> nodes() {
        return store.progress();
    }

    private static TrafficPath borderPath(String id, Map<String, Registered> resources) {
        Registered resource = resources.get(id);
        if (resource != null && resource.spec().kind() == ResourceKind.IPV6GW) {
            return TrafficPath.IPV6GW;
        }
        String boundTo = resource == null ? null : resource.spec().details().boundTo();
        Registered target = boundTo == null ? null : resources.get(boundTo);
        return target != null && target.spec().kind() == ResourceKind.NAT ? TrafficPath.NAT : TrafficPath.EIP;
    }

    private static Map<Integer, String> accountsByBinding(Map<String, Registered> resources) {
        Map<Integer, String> accounts = new HashMap<>();
        for (Registered resource : resources.values()) {
            for (Binding binding : resource.bindings()) {
                accounts.put(binding.bindingId(), binding.account());
            }
        }
        return accounts;
    }
}
