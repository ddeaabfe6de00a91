package io.turnpike.flow;

/** What a resource of the registry is. */
public enum ResourceKind implements Coded {
    SLB(1),
    EIP(2),
    ECS(3),
    /** A forwarding node, with the local addresses it owns. */
    NODE(4),
    /** A NAT gateway; its octets belong to the EIPs that its entries use. */
    NAT(5),
    /** Routed public bandwidth of the IPv6 address of an ECS. */
    IPV6GW(6),
    /** A certificate of HTTPS listeners. */
    CERTIFICATE(7);

    private final int code;

    ResourceKind(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
