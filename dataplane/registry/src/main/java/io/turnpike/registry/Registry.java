package io.turnpike.registry;

import io.turnpike.flow.Binding;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All resources as of one registry version. */
public record Registry(Map<String, Resource> resources) {
    public Registry {
        resources = Map.copyOf(resources);
    }

    /** A resource and the binding that is in force. */
    public record Bound(Resource resource, Binding binding) {}

    /** Resources of a kind that are not released. */
    public Stream<Bound> open(ResourceKind kind) {
        return resources.values().stream()
                .filter(resource -> resource.kind() == kind)
                .flatMap(resource -> resource.openBinding().stream().map(binding -> new Bound(resource, binding)));
    }

    public Optional<Resource> find(String id) {
        return Optional.ofNullable(resources.get(id));
    }

    /** Whether an EIP is bound to the private address. */
    public boolean hasEip(IpAddress privateAddress) {
        return open(ResourceKind.EIP)
                .anyMatch(eip -> privateAddress.equals(eip.binding().privateAddress()));
    }

    public Set<Integer> bindingsInForce() {
        return resources.values().stream()
                .flatMap(resource -> resource.openBinding().stream())
                .map(Binding::bindingId)
                .collect(Collectors.toUnmodifiableSet());
    }

    public long version() {
        return version(resources.values());
    }

    private static long version(Collection<Resource> resources) {
        return resources.stream().mapToLong(Resource::registryVersion).max().orElse(0);
    }
}
