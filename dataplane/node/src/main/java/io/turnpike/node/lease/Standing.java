package io.turnpike.node.lease;

/**
 * What a node may call its own without asking anybody. A smaller share counts at once, a larger one only after all peers
 * have had the time to learn of it, and all that they were lent has ended.
 */
final class Standing {
    private Share before = Share.NONE;
    private Share share = Share.NONE;
    private boolean restarted = true;
    private long settlesNanos = Long.MAX_VALUE;

    /** The registry has these members now. */
    void change(Share changed, long nowNanos) {
        if (changed.equals(share)) {
            return;
        }
        // Alone there is nobody to wait for.
        boolean alone = share.equals(Share.NONE) && changed.members() == 1;
        before = isSettled(nowNanos) ? share : before;
        share = changed;
        settlesNanos = alone ? nowNanos : nowNanos + LeaseTimes.SETTLE_NANOS;
    }

    private boolean isSettled(long nowNanos) {
        if (settlesNanos <= nowNanos) {
            restarted = false;
            return true;
        }
        return false;
    }

    /**
     * The own part of a cap.
     *
     * @param adopted the safe rate that an earlier process of this node left in force
     */
    long of(long cap, long adopted, long nowNanos) {
        if (isSettled(nowNanos)) {
            return share.of(cap);
        }
        long earlier = restarted ? adopted : before.of(cap);
        return share.members() == 0 ? earlier : Math.min(earlier, share.of(cap));
    }
}
