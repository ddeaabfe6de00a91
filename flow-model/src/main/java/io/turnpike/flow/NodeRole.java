package io.turnpike.flow;

/** What a NODE resource does. */
public enum NodeRole implements Coded {
    DIRECTOR(1),
    BORDER(2),
    /** Carries ECS instances and meters their interfaces. */
    HOST(3),
    PROXY(4);

    private final int code;

    NodeRole(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
