package io.turnpike.billing.usage;

import java.time.Instant;

/**
 * Batches of a node's process that have not come, although later ones have: its octets wait there, or are lost.
 *
 * @param batches their numbers, such as 12-15,20
 * @param intervalEnd of the newest batch of the process
 */
public record Hole(String node, long bootEpoch, long missingBatches, String batches, Instant intervalEnd) {}
