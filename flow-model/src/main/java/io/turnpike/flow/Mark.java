package io.turnpike.flow;

/** What the node itself says of a session. The codes are those of {@code flow_abi.h}. */
public enum Mark implements Coded {
    NONE(0),
    /** A health probe that this node sent. */
    PROBE(1),
    /** The node's own traffic: routing protocols, session sync, management. */
    INFRASTRUCTURE(2),
    /** Not forwarded by a node, but seen by other means, as in a capture: the registry has to tell what it belongs to. */
    UNSTAMPED(3);

    private final int code;

    Mark(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
