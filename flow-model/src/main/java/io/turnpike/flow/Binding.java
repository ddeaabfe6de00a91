package io.turnpike.flow;

import org.jspecify.annotations.Nullable;

/**
 * What a resource was from one instant to another. Usage belongs to the binding under which a packet was forwarded; a
 * change of owner or address is a new binding.
 *
 * @param bindingId unique over all resources, from 1
 * @param account whom usage of this binding belongs to
 * @param publicAddress VIP, EIP, the ECS's own public address, or the routed address of an IPV6GW
 * @param privateAddress the private VIP, the address an EIP is bound to, or the ECS's private address; null for an EIP
 *     that serves a NAT gateway
 * @param ipv6Address for an ECS: its address in the VPC; it reaches the Internet only where an IPV6GW has it too
 * @param publicBandwidth for an ECS: bandwidth was bought for its own public address
 * @param validToMillis UTC, exclusive; {@link #OPEN} while it lasts
 */
public record Binding(
        int bindingId,
        String account,
        int vpcId,
        @Nullable IpAddress publicAddress,
        @Nullable IpAddress privateAddress,
        @Nullable IpAddress ipv6Address,
        boolean publicBandwidth,
        long validFromMillis,
        long validToMillis) {
    /** End of a binding that lasts. */
    public static final long OPEN = Long.MAX_VALUE;

    public boolean isOpen() {
        return validToMillis == OPEN;
    }
}
