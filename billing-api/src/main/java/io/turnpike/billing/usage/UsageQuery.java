package io.turnpike.billing.usage;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which usage to show.
 *
 * @param account empty for all
 * @param limit 1 to {@value #MOST} rows
 * @param cursor from the page before, null for the first page
 */
public record UsageQuery(
        Optional<String> account,
        Optional<String> resource,
        Instant from,
        Instant to,
        int limit,
        @Nullable String cursor) {
    public static final int MOST = 10_000;
}
