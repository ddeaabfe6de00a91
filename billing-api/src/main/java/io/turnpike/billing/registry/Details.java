package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.SnatEntry;
import java.util.List;
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

    default List<ListenerSpec> listeners() {
        return List.of();
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

    record LoadBalancer(IpAddress publicAddress, List<ListenerSpec> listeners) implements Details {
        public LoadBalancer {
            listeners = List.copyOf(listeners);
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
