package io.turnpike.flow;

/** Where in the network a record was counted. The codes are those of {@code flow_abi.h}. */
public enum ObservationPoint implements Coded {
    /** The public face of a load balancer, on a director. */
    SLB_FRONT(1),
    /** The leg between a director and a backend or proxy. */
    SLB_BACK(2),
    /** The public face of an EIP, NAT gateway or IPv6 gateway, on a border node. */
    BORDER(3),
    /** The network interface of an ECS. */
    ECS_NIC(4),
    /** A proxy of the L7 cluster. */
    L7(5);

    private final int code;

    ObservationPoint(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
