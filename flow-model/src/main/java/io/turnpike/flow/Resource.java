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
 * @param listeners of an SLB, else empty
 * @param localAddresses that a NODE owns, else empty
 */
public record Resource(
        String id,
        int number,
        ResourceKind kind,
        long registryVersion,
        List<Binding> bindings,
        List<Listener> listeners,
        List<IpPrefix> localAddresses) {
    public Resource {
        bindings = List.copyOf(bindings);
        listeners = List.copyOf(listeners);
        localAddresses = List.copyOf(localAddresses);
    }

    /** The binding in force, unless the resource is released. */
    public Optional<Binding> openBinding() {
        return bindings.isEmpty() || !bindings.getLast().isOpen() ? Optional.empty() : Optional.of(bindings.getLast());
    }
}
