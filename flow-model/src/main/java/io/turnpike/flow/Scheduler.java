package io.turnpike.flow;

/** How a listener chooses the server of a new session. Weights count with every one of them but RR. */
public enum Scheduler implements Coded {
    /** In turn, all alike; a weight says only whether a server takes new sessions (more than 0). */
    RR(1),
    /** In turn, each as often as its weight says, evenly spread. */
    WRR(2),
    /** The fewest open sessions for its weight. */
    WLC(3),
    /** By the client's address: one client, one server, for as long as the servers stay the same. */
    SCH(4),
    /** By both addresses and both ports: the same choice on every director. */
    TCH(5);

    private final int code;

    Scheduler(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
