package io.turnpike.billing.registry;

import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.GroupMode;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.SnatEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a resource has by its kind. What its kind does not have is null, false or empty. */
public sealed interface Details {
    /** VIP, EIP, the routed address of an IPV6GW, or the ECS's own public address. */
    default @Nullable IpAddress publicAddress() {
        return null;
    }

    /** Of an ECS: IPv4. */
    default @Nullable IpAddress privateAddress() {
        return null;
    }

    /** Of an ECS, in its VPC. */
    default @Nullable IpAddress ipv6Address() {
        return null;
    }

    /** Of an ECS: bandwidth was bought for its own public address. */
    default boolean publicBandwidth() {
        return false;
    }

    /** The ECS, or for an EIP also the NAT gateway, that it serves. */
    default @Nullable String boundTo() {
        return null;
    }

    record Node(NodeRole role, List<IpPrefix> localAddresses, List<IpAddress> ingressAddresses) implements Details {
        public Node {
            localAddresses = List.copyOf(localAddresses);
            ingressAddresses = List.copyOf(ingressAddresses);
        }
    }

    record Ecs(
            IpAddress privateAddress,
            @Nullable IpAddress ipv6Address,
            @Nullable IpAddress publicAddress,
            boolean publicBandwidth)
            implements Details {}

    record Eip(IpAddress publicAddress, @Nullable String boundTo) implements Details {}

    record Ipv6Gateway(IpAddress publicAddress, String boundTo) implements Details {}

    /**
     * A load balancer.
     *
     * @param backends the default group: servers of listeners that name none; their ports are the listener's matter
     * @param groups servers that listeners refer to
     * @param connections limits of all listeners together
     */
    record LoadBalancer(
            IpAddress publicAddress,
            List<ListenerSpec> listeners,
            List<BackendSpec> backends,
            List<GroupSpec> groups,
            ConnectionLimits connections)
            implements Details {
        public LoadBalancer {
            listeners = List.copyOf(listeners);
            backends = List.copyOf(backends);
            groups = List.copyOf(groups);
        }

        public Optional<GroupSpec> group(String id) {
            return groups.stream().filter(group -> group.id().equals(id)).findFirst();
        }

        /** Servers of the listener, each with the port that it serves it on; 0 if that is the client's own. */
        public List<BackendSpec> serversOf(ListenerSpec listener) {
            return switch (listener.servers()) {
                case ListenerSpec.Own own -> own.backends();
                case ListenerSpec.Group named ->
                    group(named.id()).map(GroupSpec::servers).orElse(List.of());
                case ListenerSpec.DefaultGroup standard ->
                    backends.stream()
                            .map(server -> new BackendSpec(server.resource(), standard.port(), server.weight()))
                            .toList();
            };
        }

        GroupMode modeOf(ListenerSpec listener) {
            return listener.servers() instanceof ListenerSpec.Group named
                    ? group(named.id()).map(group -> group.kind().mode()).orElse(GroupMode.WEIGHTED)
                    : GroupMode.WEIGHTED;
        }
    }

    record NatGateway(List<SnatEntry> snat, List<DnatSpec> dnat) implements Details {
        public NatGateway {
            snat = List.copyOf(snat);
            dnat = List.copyOf(dnat);
        }
    }

    /**
     * A certificate.
     *
     * @param chain PEM, the leaf first
     */
    record Certificate(String chain) implements Details {}
}
