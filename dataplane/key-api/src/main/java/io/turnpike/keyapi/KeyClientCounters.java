package io.turnpike.keyapi;

import java.util.concurrent.atomic.LongAdder;

/** What became of the signatures that a client asked for, since its start. */
public final class KeyClientCounters {
    final LongAdder signed = new LongAdder();
    final LongAdder failedOver = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder refused = new LongAdder();

    KeyClientCounters() {}

    public long signed() {
        return signed.sum();
    }

    /** Calls that were put to a further server. */
    public long failedOver() {
        return failedOver.sum();
    }

    /** Signatures that no server gave. */
    public long failed() {
        return failed.sum();
    }

    /** Signatures that were not even asked for, since too many were under way. */
    public long refused() {
        return refused.sum();
    }
}
