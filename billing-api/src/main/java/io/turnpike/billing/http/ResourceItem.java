package io.turnpike.billing.http;

import io.turnpike.billing.registry.Details;
import io.turnpike.billing.registry.DnatProtocol;
import io.turnpike.billing.registry.DnatSpec;
import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.registry.ResourceSpec;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.SnatEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A resource as the API shows it; {@code address} is the public one. What its kind does not have is null or empty. */
record ResourceItem(
        String id,
        ResourceKind kind,
        int number,
        @Nullable String account,
        @Nullable String address,
        @Nullable String privateAddress,
        @Nullable String ipv6Address,
        @Nullable Integer vpc,
        @Nullable String boundTo,
        boolean publicBandwidth,
        @Nullable Long capBitsPerSecond,
        @Nullable Long quotaOctetsPerMonth,
        @Nullable Long overQuotaBitsPerSecond,
        @Nullable Integer maxConnections,
        @Nullable Integer newConnectionsPerSecond,
        List<ListenerItem> listeners,
        List<SnatItem> snat,
        List<DnatItem> dnat,
        @Nullable NodeRole role,
        List<String> localAddresses,
        List<String> ingressAddresses,
        @Nullable String chain) {

    record SnatItem(String source, List<String> eips) {}

    /** Ports are null where all of them are meant. */
    record DnatItem(
            String eip,
            DnatProtocol protocol,
            @Nullable Integer port,
            String resource,
            @Nullable String address,
            @Nullable Integer resourcePort) {}

    static ResourceItem of(Registered resource, Map<String, Registered> all) {
        ResourceSpec spec = resource.spec();
        Details details = spec.details();
        IpAddress address = details.publicAddress();
        Details.LoadBalancer balancer = details instanceof Details.LoadBalancer found ? found : null;
        Details.Node node = details instanceof Details.Node found ? found : null;
        Details.NatGateway nat = details instanceof Details.NatGateway found ? found : null;
        Long quota = spec.bandwidth().quotaOctetsPerMonth();
        return new ResourceItem(
                spec.id(),
                spec.kind(),
                resource.number(),
                spec.account(),
                text(address),
                details instanceof Details.Eip eip
                        ? server(eip.boundTo(), address, all)
                        : text(details.privateAddress()),
                text(details.ipv6Address()),
                spec.vpcId() == 0 ? null : spec.vpcId(),
                details.boundTo(),
                details.publicBandwidth(),
                spec.bandwidth().capBitsPerSecond(),
                quota,
                quota == null ? null : spec.bandwidth().overQuotaBitsPerSecond(),
                balancer == null ? null : orNull(balancer.connections().maxConnections()),
                balancer == null ? null : orNull(balancer.connections().newConnectionsPerSecond()),
                balancer == null ? List.of() : listeners(balancer, all),
                nat == null
                        ? List.of()
                        : nat.snat().stream().map(ResourceItem::snat).toList(),
                nat == null
                        ? List.of()
                        : nat.dnat().stream().map(entry -> dnat(entry, all)).toList(),
                node == null ? null : node.role(),
                node == null ? List.of() : texts(node.localAddresses()),
                node == null ? List.of() : texts(node.ingressAddresses()),
                details instanceof Details.Certificate certificate ? certificate.chain() : null);
    }

    private static List<ListenerItem> listeners(Details.LoadBalancer balancer, Map<String, Registered> all) {
        return balancer.listeners().stream()
                .map(listener -> ListenerItem.of(listener, balancer, id -> server(id, balancer.publicAddress(), all)))
                .toList();
    }

    private static SnatItem snat(SnatEntry entry) {
        return new SnatItem(entry.source().toString(), entry.eips());
    }

    private static DnatItem dnat(DnatSpec entry, Map<String, Registered> all) {
        boolean takesAll = entry.protocol() == DnatProtocol.ALL;
        return new DnatItem(
                entry.eip(),
                entry.protocol(),
                takesAll ? null : entry.port(),
                entry.resource(),
                server(entry.resource(), null, all),
                takesAll ? null : entry.resourcePort());
    }

    /** The address of an ECS in the family of the public address. */
    private static @Nullable String server(
            @Nullable String id, @Nullable IpAddress publicAddress, Map<String, Registered> all) {
        Registered found = id == null ? null : all.get(id);
        return found == null ? null : text(found.spec().serverAddress(publicAddress));
    }

    private static @Nullable Integer orNull(int limit) {
        return limit == 0 ? null : limit;
    }

    private static List<String> texts(List<?> addresses) {
        return addresses.stream().map(Object::toString).toList();
    }

    private static @Nullable String text(@Nullable Object address) {
        return address == null ? null : address.toString();
    }
}
