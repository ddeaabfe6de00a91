package io.turnpike.flow;

/** What a resource of the registry is. */
public enum ResourceKind implements Coded {
    SLB(1),
    EIP(2),
    ECS(3),
    /** A forwarding node, with the local addresses it owns. */
    NODE(4),
    NAT(5);

    private final int code;

    ResourceKind(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
