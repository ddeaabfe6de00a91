package io.turnpike.billing.webhook;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Messages to webhooks, kept until they were taken or given up. */
@ApplicationScoped
public class Deliveries {
    /** If nothing was heard of an attempt for so long, whoever made it is gone, and it is made again. */
    private static final Duration LOST = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;

    Deliveries(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Leaves a message to every webhook that wants this event; it is sent if the session commits. */
    public void enqueue(Session session, String eventId, String type, String account, String body) throws SQLException {
        session.update("""
                INSERT INTO webhook_deliveries (webhook_id, event_id, body, next_attempt_at)
                SELECT id, ?, ?, ? FROM webhooks
                WHERE disabled_at IS NULL AND (account_id IS NULL OR account_id = ?)
                AND (cardinality(events) = 0 OR ? = ANY (events))
                """, eventId, body, clock.instant(), account, type);
    }

    /** Takes messages that are due, so that nobody else does; {@link #record} has to follow for each. */
    List<Message> take(int most) {
        Instant now = clock.instant();
        return database.transact(session -> session.query(
                """
                UPDATE webhook_deliveries d SET attempts = attempts + 1, next_attempt_at = ?, attempted_at = ?
                FROM webhooks w
                WHERE w.id = d.webhook_id AND (d.webhook_id, d.event_id) IN (
                    SELECT webhook_id, event_id FROM webhook_deliveries WHERE next_attempt_at <= ?
                    ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING d.webhook_id, d.event_id, w.url, w.secret, d.body, d.attempts
                """,
                row -> new Message(
                        row.getString("webhook_id"),
                        row.getString("event_id"),
                        URI.create(row.getString("url")),
                        new Secret(row.getBytes("secret")),
                        row.getString("body"),
                        row.getInt("attempts")),
                now.plus(LOST),
                now,
                now,
                most));
    }

    void record(Message message, Outcome outcome) {
        Instant now = clock.instant();
        database.transact(session -> {
            update(
                    session,
                    message,
                    outcome.text(),
                    outcome instanceof Outcome.Delivered ? now : null,
                    outcome instanceof Outcome.Failed ? next(message, now) : null);
            return outcome instanceof Outcome.Gone gone ? disable(session, message.webhookId(), gone.text(), now) : 0;
        });
    }

    private static @Nullable Instant next(Message message, Instant now) {
        return RetrySchedule.waitAfter(
                        message.attempts(), ThreadLocalRandom.current().nextDouble())
                .map(now::plus)
                .orElse(null);
    }

    private static void update(
            Session session, Message message, String outcome, @Nullable Instant delivered, @Nullable Instant next)
            throws SQLException {
        // Not if the webhook was disabled meanwhile: then there is no next attempt.
        session.update("""
                UPDATE webhook_deliveries SET outcome = ?, delivered_at = ?,
                    next_attempt_at = CASE WHEN next_attempt_at IS NULL THEN NULL ELSE ?::timestamptz END
                WHERE webhook_id = ? AND event_id = ? AND attempts = ?
                """, outcome, delivered, next, message.webhookId(), message.eventId(), message.attempts());
    }

    private static int disable(Session session, String id, String reason, Instant now) throws SQLException {
        session.update(
                "UPDATE webhooks SET disabled_at = ?, disabled_reason = ? WHERE id = ? AND disabled_at IS NULL",
                now,
                reason,
                id);
        return session.update("UPDATE webhook_deliveries SET next_attempt_at = NULL WHERE webhook_id = ?", id);
    }
}
