package io.turnpike.billing.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the audit of the metering job found.
 *
 * @param kind {@code HOLE}: batches are missing; {@code CONSERVATION}: what was counted is not what became of it
 * @param closed whether what was missing came
 * @param lastSequence null while nobody knows how many batches are missing
 * @param interfaceName null for a hole
 * @param direction null for a hole
 * @param until null while it goes on
 * @param octets missing, or counted and not accounted for (below zero: accounted for twice); null if nobody can tell
 * @param revision of this statement
 */
public record AuditFinding(
        String id,
        String kind,
        boolean closed,
        String node,
        long bootEpoch,
        long firstSequence,
        @Nullable Long lastSequence,
        @Nullable String interfaceName,
        @Nullable String direction,
        Instant from,
        @Nullable Instant until,
        @Nullable Long octets,
        @Nullable Long packets,
        Instant foundAt,
        long revision) {}
