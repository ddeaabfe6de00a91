package io.turnpike.billing.registry;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the packet path and the metering job are to see of a resource: references resolved to addresses. Pure. */
record ResourceView(Optional<Bound> bound, Configuration configuration) {
    /** What makes a binding: if any of it changes, a new binding begins. */
    record Bound(
            String account,
            int vpcId,
            @Nullable IpAddress publicAddress,
            @Nullable IpAddress privateAddress,
            boolean publicBandwidth,
            @Nullable String boundTo) {}

    static ResourceView of(ResourceSpec spec, Map<String, ResourceSpec> all) {
        return new ResourceView(
                bound(spec, all),
                switch (spec.kind()) {
                    case SLB ->
                        new Configuration.LoadBalancer(spec.listeners().stream()
                                .map(listener -> listener(listener, all))
                                .toList());
                    case NODE -> new Configuration.Node(NodeRole.DIRECTOR, spec.localAddresses(), List.of());
                    case EIP, ECS, NAT, IPV6GW, CERTIFICATE -> Configuration.NONE;
                });
    }

    private static Optional<Bound> bound(ResourceSpec spec, Map<String, ResourceSpec> all) {
        String account = spec.account();
        String boundTo = spec.boundTo();
        return account == null
                ? Optional.empty()
                : Optional.of(new Bound(
                        account,
                        spec.vpcId(),
                        spec.publicAddress(),
                        boundTo == null ? spec.privateAddress() : privateAddress(boundTo, all),
                        spec.publicBandwidth(),
                        boundTo));
    }

    private static Listener listener(ListenerSpec listener, Map<String, ResourceSpec> all) {
        return Listener.transport(
                listener.protocol().number(),
                listener.port(),
                listener.backends().stream()
                        .map(backend -> new Backend(
                                backend.resource(),
                                new Endpoint(privateAddress(backend.resource(), all), backend.port()),
                                backend.weight()))
                        .toList());
    }

    private static IpAddress privateAddress(String id, Map<String, ResourceSpec> all) {
        ResourceSpec server = all.get(id);
        IpAddress address = server == null ? null : server.privateAddress();
        if (address == null) {
            throw new IllegalStateException("'" + id + "' has no private address: the rules let it pass");
        }
        return address;
    }
}
