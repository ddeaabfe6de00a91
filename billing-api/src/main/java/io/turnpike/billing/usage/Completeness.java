package io.turnpike.billing.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;

/**
 * Which minutes are complete. Pure.
 *
 * @param until every node that is alive has reported up to here
 * @param hold how long the metering job keeps a minute open for stragglers
 */
record Completeness(Instant until, Duration hold) {
    /** A node that the job has not heard of for so long does not hold the others up. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    static Completeness of(Collection<NodeProgress> nodes, Instant now, Duration hold) {
        Instant slowest = nodes.stream()
                .filter(node -> node.updatedAt().isAfter(now.minus(SILENCE)))
                .map(NodeProgress::intervalEnd)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> newest(nodes));
        return new Completeness(slowest, hold);
    }

    /** If all nodes are silent, the minutes before the last report are as complete as they will ever be. */
    private static Instant newest(Collection<NodeProgress> nodes) {
        return nodes.stream()
                .map(NodeProgress::intervalEnd)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    UsageState state(Instant minute) {
        Instant end = minute.plus(MINUTE);
        if (end.isAfter(until)) {
            return UsageState.OPEN;
        }
        return end.plus(hold).isAfter(until) ? UsageState.PROVISIONAL : UsageState.FINAL;
    }
}
