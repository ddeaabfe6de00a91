package io.turnpike.flow;

/** What the servers of a listener are to each other. */
public enum GroupMode implements Coded {
    /** All of them serve, as the scheduler says. */
    WEIGHTED(1),
    /** The first of exactly two serves; the second while the first is down. */
    MASTER_SLAVE(2);

    private final int code;

    GroupMode(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
