package io.turnpike.metering.rules;

import io.turnpike.flow.IpAddress;
import java.util.Optional;

/** What the rules ask of the registry, as far as it is applied. */
public interface Registry {
    /** The binding, in force or past. */
    Optional<BoundResource> binding(int bindingId);

    /** Whether a forwarding node owns the address as a local address of the load balancer. */
    boolean isLocalAddress(IpAddress address);

    /** Whether any resource of the VPC has, or ever had, this private address. */
    boolean isPrivateAddress(int vpcId, IpAddress address);

    /** Whether an EIP was bound to the private address at any instant of the span (UTC milliseconds, inclusive). */
    boolean hasElasticAddress(int vpcId, IpAddress privateAddress, long fromMillis, long toMillis);

    /** Whether the VPC had a NAT gateway at any instant of the span (UTC milliseconds, inclusive). */
    boolean hasNatGateway(int vpcId, long fromMillis, long toMillis);
}
