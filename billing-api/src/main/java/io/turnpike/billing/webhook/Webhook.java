package io.turnpike.billing.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target of messages.
 *
 * @param account whose events it gets; null for those of all accounts
 * @param events the types that it gets; empty for all
 * @param disabledAt since when it gets none
 * @param pending messages that wait for their first or next attempt
 * @param lastOutcome of the newest attempt, such as {@code HTTP 200}
 */
public record Webhook(
        String id,
        @Nullable String account,
        URI url,
        List<String> events,
        Instant createdAt,
        @Nullable Instant disabledAt,
        @Nullable String disabledReason,
        long pending,
        @Nullable String lastOutcome) {
    public Webhook {
        events = List.copyOf(events);
    }
}
