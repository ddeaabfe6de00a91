package io.turnpike.metering.operators;

/**
 * Orders the rows of one key and minute. The epoch rises with each attempt, so rows of an attempt that was given up never
 * outrank those of its successor; within an attempt every checkpoint has a higher number.
 */
final class RowVersion {
    private final long epoch;
    private long flush = 1;

    /**
     * @param lastEpoch of the attempt before; 0 if there was none
     * @param nowMillis keeps epochs apart even where an older checkpoint is restored twice
     */
    RowVersion(long lastEpoch, long nowMillis) {
        this.epoch = Math.max(lastEpoch + 1, nowMillis / 1000);
    }

    long epoch() {
        return epoch;
    }

    long current() {
        return epoch << 32 | flush;
    }

    void flushed() {
        flush++;
    }
}
