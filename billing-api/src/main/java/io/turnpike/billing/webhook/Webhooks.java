package io.turnpike.billing.webhook;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The webhooks that there are. */
@ApplicationScoped
public class Webhooks {
    private static final int MOST_OF_AN_OWNER = 20;

    private final Database database;
    private final InstantSource clock;
    private final TargetRules targets;
    private final SecureRandom random = new SecureRandom();

    Webhooks(
            Database database,
            InstantSource clock,
            @ConfigProperty(name = "turnpike.webhook.allow.private") boolean allowPrivate) {
        this.database = database;
        this.clock = clock;
        this.targets = new TargetRules(allowPrivate);
    }

    /**
     * Makes a webhook.
     *
     * @param account whose events it gets; empty for all
     * @param events types; empty for all
     */
    public NewWebhook create(Optional<String> account, String target, List<String> events)
            throws RefusedTargetException {
        URI url = TargetRules.parse(target);
        targets.resolve(url);
        Secret secret = Secret.make(random);
        String id = "wh_" + UUID.randomUUID().toString().replace("-", "");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int inserted = database.transact(session -> session.update(
                """
                INSERT INTO webhooks (id, account_id, url, secret, events, created_at)
                SELECT ?, ?, ?, ?, ?, ?
                WHERE (SELECT count(*) FROM webhooks WHERE account_id IS NOT DISTINCT FROM ?) < ?
                """,
                id,
                account.orElse(null),
                url.toString(),
                secret.toBytes(),
                events.toArray(String[]::new),
                now,
                account.orElse(null),
                MOST_OF_AN_OWNER));
        if (inserted == 0) {
            throw new RefusedTargetException("would be one more than the " + MOST_OF_AN_OWNER
                    + " webhooks that one can have: remove another first");
        }
        return new NewWebhook(
                new Webhook(id, account.orElse(null), url, events, now, null, null, 0, null), secret.shown());
    }

    /** Those of an account, or all. */
    public List<Webhook> list(Optional<String> account) {
        return database.read(
                session -> session.query("""
                SELECT w.*,
                    (SELECT count(*) FROM webhook_deliveries d
                     WHERE d.webhook_id = w.id AND d.next_attempt_at IS NOT NULL) AS pending,
                    (SELECT outcome FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.outcome IS NOT NULL
                     ORDER BY d.attempted_at DESC LIMIT 1) AS last_outcome
                FROM webhooks w WHERE (?::text IS NULL OR account_id = ?) ORDER BY created_at, id
                """, Webhooks::webhook, account.orElse(null), account.orElse(null)));
    }

    /**
     * Removes one of an account, or any, with all that was still to be sent to it.
     *
     * @return whether there was one
     */
    public boolean remove(Optional<String> account, String id) {
        return database.transact(session -> session.update(
                        "DELETE FROM webhooks WHERE id = ? AND (?::text IS NULL OR account_id = ?)",
                        id,
                        account.orElse(null),
                        account.orElse(null)))
                > 0;
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                row.getString("id"),
                row.getString("account_id"),
                URI.create(row.getString("url")),
                List.of((String[]) row.getArray("events").getArray()),
                Session.instant(row, "created_at"),
                optionalInstant(row, "disabled_at"),
                row.getString("disabled_reason"),
                row.getLong("pending"),
                row.getString("last_outcome"));
    }

    private static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
