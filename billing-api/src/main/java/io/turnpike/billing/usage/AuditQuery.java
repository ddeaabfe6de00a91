package io.turnpike.billing.usage;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which findings to show.
 *
 * @param status OPEN, CLOSED_BY_EVIDENCE or WRITTEN_OFF
 * @param writtenOff each {@code id@revision} that was written off
 * @param from findings that ended later, or go on
 * @param to findings that began earlier
 */
public record AuditQuery(
        Optional<String> status,
        Optional<String> node,
        Optional<Instant> from,
        Optional<Instant> to,
        Set<String> writtenOff) {}
