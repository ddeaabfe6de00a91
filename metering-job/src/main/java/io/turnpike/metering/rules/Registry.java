package io.turnpike.metering.rules;

import io.turnpike.flow.IpAddress;
import java.util.List;
import java.util.Optional;

/** What the rules ask of the registry, as far as it is applied. */
public interface Registry {
    /** The binding, in force or past. */
    Optional<BoundResource> binding(int bindingId);

    /** Bindings, in force or past, of which the address was the public one. */
    List<BoundResource> withPublicAddress(IpAddress address);

    /** Whether a forwarding node owns the address as a local address of the load balancer. */
    boolean isLocalAddress(IpAddress address);

    /** Whether any resource of the VPC has, or ever had, this address on its private side: IPv4, or IPv6 of an ECS. */
    boolean isPrivateAddress(int vpcId, IpAddress address);

    /** Whether an EIP was bound to the private address at any instant of the span (UTC milliseconds, inclusive). */
    boolean hasElasticAddress(int vpcId, IpAddress privateAddress, long fromMillis, long toMillis);

    /** Whether an SNAT entry of the VPC's NAT gateways lets the private address open sessions to the Internet. */
    boolean hasSnatEntry(int vpcId, IpAddress privateAddress, long fromMillis, long toMillis);

    /** Whether a DNAT entry of the VPC's NAT gateways leads to the private address. */
    boolean hasDnatEntry(int vpcId, IpAddress privateAddress, long fromMillis, long toMillis);

    /** Whether an IPv6 gateway routed the address at any instant of the span (UTC milliseconds, inclusive). */
    boolean hasIpv6Gateway(int vpcId, IpAddress address, long fromMillis, long toMillis);
}
