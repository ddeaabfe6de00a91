package io.turnpike.flow;

/**
 * The way by which a session came in, stamped by the packet path when it forwards; its replies leave by the same way.
 * The codes are those of {@code flow_abi.h}.
 */
public enum Entry implements Coded {
    /** Private on both ends. */
    PRIVATE(0),
    SLB(1),
    EIP(2),
    DNAT(3),
    SNAT(4),
    /** The public address bought with the ECS. */
    ECS(5),
    IPV6GW(6);

    private final int code;

    Entry(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
