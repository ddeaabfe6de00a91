package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.ResourceKind;
import org.jspecify.annotations.Nullable;

/**
 * A resource as declared.
 *
 * @param account null for a NODE only
 * @param vpcId 0 for what is in no VPC: NODE and CERTIFICATE
 */
public record ResourceSpec(String id, @Nullable String account, int vpcId, Bandwidth bandwidth, Details details) {
    public ResourceKind kind() {
        return switch (details) {
            case Details.Node _ -> ResourceKind.NODE;
            case Details.Ecs _ -> ResourceKind.ECS;
            case Details.Eip _ -> ResourceKind.EIP;
            case Details.Ipv6Gateway _ -> ResourceKind.IPV6GW;
            case Details.LoadBalancer _ -> ResourceKind.SLB;
            case Details.NatGateway _ -> ResourceKind.NAT;
            case Details.Certificate _ -> ResourceKind.CERTIFICATE;
        };
    }

    /** Where sessions that came in by the public address are sent: to its own family; for null, to IPv4. */
    public @Nullable IpAddress serverAddress(@Nullable IpAddress publicAddress) {
        return publicAddress == null || publicAddress.isIpv4() ? details.privateAddress() : details.ipv6Address();
    }

    /** The name that the public address has in a declaration of this kind. */
    String publicAddressField() {
        return details instanceof Details.Ecs ? "publicAddress" : "address";
    }
}
