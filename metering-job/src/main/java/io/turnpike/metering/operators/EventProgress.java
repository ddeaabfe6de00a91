package io.turnpike.metering.operators;

import java.util.HashMap;
import java.util.Map;

/**
 * How far event time has come: as far as the slowest node that is still talking. A node that falls silent does not hold
 * the others; what it sends afterwards may be late, which loses nothing.
 */
final class EventProgress {
    /** A node that is silent for so long by the wall clock is no longer waited for. */
    static final long SILENT_MILLIS = 60_000;

    private record Standing(long intervalEndMillis, long heardMillis) {}

    private final Map<String, Standing> nodes = new HashMap<>();
    private long reachedMillis = Long.MIN_VALUE;

    void heard(String node, long intervalEndMillis, long nowMillis) {
        nodes.merge(
                node,
                new Standing(intervalEndMillis, nowMillis),
                (old, fresh) -> new Standing(
                        Math.max(old.intervalEndMillis(), fresh.intervalEndMillis()), fresh.heardMillis()));
    }

    /** Forgets silent nodes. Says whether any is left to wait for. */
    boolean hasTalkingNodes(long nowMillis) {
        nodes.values().removeIf(standing -> nowMillis - standing.heardMillis() > SILENT_MILLIS);
        return !nodes.isEmpty();
    }

    /** UTC; never falls, and never runs ahead of the wall clock, whatever a node's clock says. */
    long reachedMillis(long nowMillis) {
        long slowest = Long.MAX_VALUE;
        for (Standing standing : nodes.values()) {
            slowest = Math.min(slowest, standing.intervalEndMillis());
        }
        if (!nodes.isEmpty()) {
            reachedMillis = Math.max(reachedMillis, Math.min(slowest, nowMillis));
        }
        return reachedMillis;
    }
}
