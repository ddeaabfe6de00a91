package io.turnpike.flow;

/** The side of a resource's public face. The codes are those of {@code flow_abi.h}. */
public enum Side implements Coded {
    /** The side that faces the Internet (for an ECS interface: the network). */
    PUBLIC(0),
    /** The side of the resource's owner (for an ECS interface: the ECS). */
    PRIVATE(1);

    private final int code;

    Side(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
