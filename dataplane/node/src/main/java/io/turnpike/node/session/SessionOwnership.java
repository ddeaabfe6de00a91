package io.turnpike.node.session;

/** Whose a session is: its owner alone ages it, and a peer only when the owner is gone. */
public interface SessionOwnership {
    /** Every session is this node's own. */
    SessionOwnership ALONE = new SessionOwnership() {
        @Override
        public long attendedUntilNanos(long flowId, long nowNanos) {
            return Long.MIN_VALUE;
        }

        @Override
        public void ended(int slot) {
            // There is nobody to tell.
        }
    };

    /** Up to when the session did not age, since its owner was there to do it; the beginning of time for one of our own. */
    long attendedUntilNanos(long flowId, long nowNanos);

    /** The session in the slot was ended here. May be called by any thread. */
    void ended(int slot);
}
