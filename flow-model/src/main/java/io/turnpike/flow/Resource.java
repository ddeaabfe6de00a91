package io.turnpike.flow;

import java.util.List;
import java.util.Optional;

/**
 * A value of the topic {@link Topics#RESOURCES}: all that the packet path and the metering job know of a resource. It
 * carries its whole binding history, since compaction keeps only the latest value of a key.
 *
 * @param id the name in the API, such as {@code slb-web}
 * @param number the name in the packet path, from 1, never reused
 * @param registryVersion rises by one with every value written to the topic, over all resources
 * @param bindings oldest first; at most one is open
 */
public record Resource(
        String id,
        int number,
        ResourceKind kind,
        long registryVersion,
        List<Binding> bindings,
        Configuration configuration) {
    public Resource {
        bindings = List.copyOf(bindings);
    }

    /** The binding in force, unless the resource is released. */
    public Optional<Binding> openBinding() {
        return bindings.isEmpty() || !bindings.getLast().isOpen() ? Optional.empty() : Optional.of(bindings.getLast());
    }

    /** Of a load balancer, else empty. */
    public List<Listener> listeners() {
        return configuration instanceof Configuration.LoadBalancer balancer ? balancer.listeners() : List.of();
    }

    /** That a node owns, else empty. */
    public List<IpPrefix> localAddresses() {
        return configuration instanceof Configuration.Node node ? node.localAddresses() : List.of();
    }
}
