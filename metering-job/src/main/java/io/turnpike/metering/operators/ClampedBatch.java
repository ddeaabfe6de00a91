package io.turnpike.metering.operators;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;

/**
 * A batch whose interval does not lie in the future. A node with a wrong clock would otherwise close minutes before
 * their time, and its cells would outrank the right ones for ever.
 *
 * @param clamped the node's clock was ahead by more than what clocks differ
 */
record ClampedBatch(FlowBatch batch, boolean clamped) {
    static final long TOLERANCE_MILLIS = 5 * 60_000;

    static ClampedBatch of(FlowBatch batch, long nowMillis) {
        BatchHeader header = batch.header();
        if (header.intervalEndMillis() <= nowMillis + TOLERANCE_MILLIS) {
            return new ClampedBatch(batch, false);
        }
        long lengthMillis = header.intervalEndMillis() - header.intervalStartMillis();
        BatchHeader now = new BatchHeader(
                header.exportingProcessId(),
                header.bootEpoch(),
                header.sequence(),
                header.countersEpoch(),
                Math.max(0, nowMillis - lengthMillis),
                nowMillis,
                header.registryVersion());
        return new ClampedBatch(batch.with(now), true);
    }
}
