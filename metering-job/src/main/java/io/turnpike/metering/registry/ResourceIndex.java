package io.turnpike.metering.registry;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.metering.rules.BoundResource;
import io.turnpike.metering.rules.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All resources with their binding histories, and the look-ups that attribution needs. Values may come in any order and
 * repeatedly: the newest of each resource wins. Not safe for use by several threads.
 */
public final class ResourceIndex implements Registry {
    private record VpcAddress(int vpcId, IpAddress address) {}

    /** A place in one of the indexes. */
    private record Key<K>(BindingsByKey<K> index, K value) {
        void add(BoundResource bound) {
            index.add(value, bound);
        }

        void remove(BoundResource bound) {
            index.remove(value, bound);
        }
    }

    private final Map<String, Resource> byId = new HashMap<>();
    private final Map<Integer, Resource> byNumber = new HashMap<>();
    private final Map<Integer, BoundResource> byBinding = new HashMap<>();
    private final BindingsByKey<VpcAddress> byPrivateAddress = new BindingsByKey<>();
    private final BindingsByKey<IpAddress> byPublicAddress = new BindingsByKey<>();
    private final BindingsByKey<Integer> natGateways = new BindingsByKey<>();
    private final PrefixSet localAddresses = new PrefixSet();
    private long version;

    /** Takes a value over, unless a newer one of the same resource is known. */
    public void put(Resource resource) {
        version = Math.max(version, resource.registryVersion());
        Resource known = byId.get(resource.id());
        if (known != null) {
            if (known.registryVersion() > resource.registryVersion()) {
                return;
            }
            remove(known);
        }
        add(resource);
    }

    private void add(Resource resource) {
        byId.put(resource.id(), resource);
        byNumber.put(resource.number(), resource);
        resource.localAddresses().forEach(localAddresses::add);
        for (Binding binding : resource.bindings()) {
            BoundResource bound = new BoundResource(resource, binding);
            byBinding.put(binding.bindingId(), bound);
            forEachKey(bound, key -> key.add(bound));
        }
    }

    private void remove(Resource resource) {
        byNumber.remove(resource.number());
        resource.localAddresses().forEach(localAddresses::remove);
        for (Binding binding : resource.bindings()) {
            BoundResource bound = new BoundResource(resource, binding);
            byBinding.remove(binding.bindingId());
            forEachKey(bound, key -> key.remove(bound));
        }
    }

    private void forEachKey(BoundResource bound, Consumer<Key<?>> action) {
        Binding binding = bound.binding();
        IpAddress privateAddress = binding.privateAddress();
        if (privateAddress != null) {
            action.accept(new Key<>(byPrivateAddress, new VpcAddress(binding.vpcId(), privateAddress)));
        }
        IpAddress ipv6Address = binding.ipv6Address();
        if (ipv6Address != null) {
            action.accept(new Key<>(byPrivateAddress, new VpcAddress(binding.vpcId(), ipv6Address)));
        }
        IpAddress publicAddress = binding.publicAddress();
        if (publicAddress != null) {
            action.accept(new Key<>(byPublicAddress, publicAddress));
        }
        if (bound.resource().kind() == ResourceKind.NAT) {
            action.accept(new Key<>(natGateways, binding.vpcId()));
        }
    }

    /** The highest registry version of all values that were put; 0 if there were none. */
    public long version() {
        return version;
    }

    /** The names of all nodes. */
    public List<String> nodes() {
        return byId.values().stream()
                .filter(resource -> resource.kind() == ResourceKind.NODE)
                .map(Resource::id)
                .toList();
    }

    public int size() {
        return byId.size();
    }

    /** The name of the resource in the API, or {@code #number} if it is not known. */
    public String resourceId(int number) {
        return resource(number).map(Resource::id).orElse("#" + number);
    }

    public Optional<Resource> resource(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** Whose public address this was at the instant. */
    public Optional<BoundResource> publicAddress(IpAddress address, long atMillis) {
        return byPublicAddress.get(address).stream()
                .filter(bound -> overlaps(bound, atMillis, atMillis))
                .findFirst();
    }

    @Override
    public Optional<BoundResource> binding(int bindingId) {
        return Optional.ofNullable(byBinding.get(bindingId));
    }

    @Override
    public List<BoundResource> withPublicAddress(IpAddress address) {
        return List.copyOf(byPublicAddress.get(address));
    }

    @Override
    public boolean isLocalAddress(IpAddress address) {
        return localAddresses.contains(address);
    }

    @Override
    public boolean isPrivateAddress(int vpcId, IpAddress address) {
        return byPrivateAddress.contains(new VpcAddress(vpcId, address));
    }

    @Override
    public boolean hasElasticAddress(int vpcId, IpAddress privateAddress, long fromMillis, long toMillis) {
        return byPrivateAddress.get(new VpcAddress(vpcId, privateAddress)).stream()
                .anyMatch(bound -> isIn(bound, ResourceKind.EIP, fromMillis, toMillis));
    }

    @Override
    public boolean hasIpv6Gateway(int vpcId, IpAddress address, long fromMillis, long toMillis) {
        return byPublicAddress.get(address).stream()
                .anyMatch(bound ->
                        bound.binding().vpcId() == vpcId && isIn(bound, ResourceKind.IPV6GW, fromMillis, toMillis));
    }

    @Override
    public boolean hasSnatEntry(int vpcId, IpAddress privateAddress, long fromMillis, long toMillis) {
        return natGateways(vpcId, fromMillis, toMillis)
                .flatMap(gateway -> gateway.snat().stream())
                .anyMatch(entry -> entry.source().contains(privateAddress));
    }

    @Override
    public boolean hasDnatEntry(int vpcId, IpAddress privateAddress, long fromMillis, long toMillis) {
        return natGateways(vpcId, fromMillis, toMillis)
                .flatMap(gateway -> gateway.dnat().stream())
                .anyMatch(entry -> entry.target().address().equals(privateAddress));
    }

    /** With the entries that they have now: unlike bindings, entries have no history. */
    private Stream<Configuration.NatGateway> natGateways(int vpcId, long fromMillis, long toMillis) {
        return natGateways.get(vpcId).stream()
                .filter(bound -> isIn(bound, ResourceKind.NAT, fromMillis, toMillis))
                .map(bound -> bound.resource().configuration())
                .filter(Configuration.NatGateway.class::isInstance)
                .map(Configuration.NatGateway.class::cast);
    }

    private static boolean isIn(BoundResource bound, ResourceKind kind, long fromMillis, long toMillis) {
        return bound.resource().kind() == kind && overlaps(bound, fromMillis, toMillis);
    }

    private static boolean overlaps(BoundResource bound, long fromMillis, long toMillis) {
        return bound.binding().validFromMillis() <= toMillis
                && fromMillis < bound.binding().validToMillis();
    }
}
