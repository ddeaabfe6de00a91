package io.turnpike.billing.registry;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Scheduling;
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
            @Nullable IpAddress ipv6Address,
            boolean publicBandwidth,
            @Nullable String boundTo) {}

    static ResourceView of(ResourceSpec spec, Map<String, ResourceSpec> all) {
        return new ResourceView(
                bound(spec, all),
                switch (spec.details()) {
                    case Details.LoadBalancer balancer ->
                        new Configuration.LoadBalancer(
                                balancer.listeners().stream()
                                        .map(listener -> listener(listener, balancer, all))
                                        .toList(),
                                balancer.connections());
                    case Details.Node node ->
                        new Configuration.Node(node.role(), node.localAddresses(), node.ingressAddresses());
                    case Details.NatGateway gateway ->
                        new Configuration.NatGateway(gateway.snat(), dnat(gateway.dnat(), all));
                    case Details.Certificate certificate -> new Configuration.Certificate(certificate.chain());
                    case Details.Eip _, Details.Ecs _, Details.Ipv6Gateway _ -> Configuration.NONE;
                });
    }

    private static Optional<Bound> bound(ResourceSpec spec, Map<String, ResourceSpec> all) {
        Details details = spec.details();
        return Optional.ofNullable(spec.account())
                .map(account -> new Bound(
                        account,
                        spec.vpcId(),
                        details.publicAddress(),
                        details instanceof Details.Eip eip ? boundAddress(eip, all) : details.privateAddress(),
                        details.ipv6Address(),
                        details.publicBandwidth(),
                        details.boundTo()));
    }

    /** The address of the ECS; null for an EIP that is bound to nothing, or that serves a NAT gateway. */
    private static @Nullable IpAddress boundAddress(Details.Eip eip, Map<String, ResourceSpec> all) {
        ResourceSpec target = eip.boundTo() == null ? null : all.get(eip.boundTo());
        return target == null ? null : target.details().privateAddress();
    }

    private static Listener listener(
            ListenerSpec listener, Details.LoadBalancer balancer, Map<String, ResourceSpec> all) {
        Scheduling declared = listener.scheduling();
        Integer timeoutSeconds = listener.establishedTimeoutSeconds();
        return new Listener(
                listener.protocol().number(),
                listener.protocol().application(),
                listener.port(),
                listener.lastPort(),
                balancer.serversOf(listener).stream()
                        .map(backend -> backend(backend, balancer.publicAddress(), all))
                        .toList(),
                listener.certificates(),
                new Scheduling(
                        declared.scheduler(),
                        balancer.modeOf(listener),
                        declared.persistenceSeconds(),
                        declared.slowStartSeconds(),
                        declared.drainSeconds()),
                listener.protection(),
                listener.healthCheck(),
                timeoutSeconds == null ? Listener.MOST_TIMEOUT_SECONDS : timeoutSeconds);
    }

    private static Backend backend(BackendSpec backend, IpAddress vip, Map<String, ResourceSpec> all) {
        return new Backend(
                backend.resource(),
                new Endpoint(server(backend.resource(), vip, all), backend.port()),
                backend.weight());
    }

    private static List<DnatEntry> dnat(List<DnatSpec> entries, Map<String, ResourceSpec> all) {
        return entries.stream()
                .map(entry -> new DnatEntry(
                        entry.eip(),
                        entry.protocol().number(),
                        entry.port(),
                        entry.resource(),
                        new Endpoint(server(entry.resource(), null, all), entry.resourcePort())))
                .toList();
    }

    private static IpAddress server(String id, @Nullable IpAddress publicAddress, Map<String, ResourceSpec> all) {
        ResourceSpec server = all.get(id);
        IpAddress address = server == null ? null : server.serverAddress(publicAddress);
        if (address == null) {
            throw new IllegalStateException("'" + id + "' has no such address: the rules let it pass");
        }
        return address;
    }
}
