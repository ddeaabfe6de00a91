package io.turnpike.billing.limitloop;

import io.turnpike.billing.limits.Snapshot;
import java.util.Map;

/**
 * Where the loop stood when it last wrote.
 *
 * @param generation of that write
 * @param offsets by partition of the topic usage
 */
record Kept(long generation, Snapshot snapshot, Map<Integer, Long> offsets) {
    Kept {
        offsets = Map.copyOf(offsets);
    }
}
