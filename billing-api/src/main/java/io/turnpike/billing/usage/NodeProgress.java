package io.turnpike.billing.usage;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the metering job is with what a node reported.
 *
 * @param intervalEnd everything before it is in
 * @param updatedAt when the job wrote this
 */
public record NodeProgress(
        String node, long bootEpoch, long nextSequence, Instant intervalEnd, long registryVersion, Instant updatedAt) {
    /** Seconds since the newest figure of the node. */
    public long ageSeconds(Instant now) {
        return Math.max(0, Duration.between(intervalEnd, now).toSeconds());
    }
}
