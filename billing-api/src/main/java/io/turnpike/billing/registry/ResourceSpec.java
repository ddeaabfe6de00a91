package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.ResourceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource as declared. What a kind does not have is null, 0, false or empty.
 *
 * @param account null for a NODE only
 * @param publicAddress VIP, EIP, or the ECS's own public address
 * @param privateAddress of an ECS
 * @param boundTo the ECS that an EIP is bound to
 */
public record ResourceSpec(
        String id,
        ResourceKind kind,
        @Nullable String account,
        int vpcId,
        @Nullable IpAddress publicAddress,
        @Nullable IpAddress privateAddress,
        boolean publicBandwidth,
        @Nullable String boundTo,
        List<ListenerSpec> listeners,
        List<IpPrefix> localAddresses) {
    public ResourceSpec {
        listeners = List.copyOf(listeners);
        localAddresses = List.copyOf(localAddresses);
    }

    /** How fast it may send to the Internet. */
    public Bandwidth bandwidth() {
        return Bandwidth.UNLIMITED;
    }

    static ResourceSpec node(String id, List<IpPrefix> localAddresses) {
        return new ResourceSpec(id, ResourceKind.NODE, null, 0, null, null, false, null, List.of(), localAddresses);
    }

    static ResourceSpec ecs(
            String id,
            String account,
            int vpcId,
            IpAddress privateAddress,
            @Nullable IpAddress publicAddress,
            boolean publicBandwidth) {
        return new ResourceSpec(
                id,
                ResourceKind.ECS,
                account,
                vpcId,
                publicAddress,
                privateAddress,
                publicBandwidth,
                null,
                List.of(),
                List.of());
    }

    static ResourceSpec eip(String id, String account, int vpcId, IpAddress address, @Nullable String boundTo) {
        return new ResourceSpec(
                id, ResourceKind.EIP, account, vpcId, address, null, false, boundTo, List.of(), List.of());
    }

    static ResourceSpec slb(String id, String account, int vpcId, IpAddress address, List<ListenerSpec> listeners) {
        return new ResourceSpec(id, ResourceKind.SLB, account, vpcId, address, null, false, null, listeners, List.of());
    }

    /** The name that the public address has in a declaration of this kind. */
    String publicAddressField() {
        return kind == ResourceKind.ECS ? "publicAddress" : "address";
    }
}
