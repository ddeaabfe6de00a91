package io.turnpike.flow;

/** What became of packets at an interface. Every one has one of the fates beside {@link #COUNTED}, which is all of them. */
public enum Fate implements Coded {
    /** All that passed the interface, counted apart from all that follows. */
    COUNTED(0),
    /** Forwarded by a session, or a health probe, which is a session too. */
    SESSION(1),
    /** Dropped, with a reason. */
    DROPPED(2),
    /** Requests that the node answered by itself, and its answers. */
    ANSWERED(3),
    /** For the node itself: routing protocols, session sync, management. */
    NODE(4),
    /** Stays on its link: neighbour discovery. */
    LINK(5),
    /** Handed over to the peer that has its session, untouched. */
    HANDED_OVER(6),
    /** Passed on without a record: the table of sessions was full, or the headers were malformed. */
    UNMETERED(7);

    private final int code;

    Fate(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
