package io.turnpike.billing.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import io.turnpike.billing.webhook.Deliveries;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps events, and hands each to the webhooks that want it, in the transaction of what caused it. */
@ApplicationScoped
public class EventLog {
    public static final int MOST = 1_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Database database;
    private final Deliveries deliveries;

    EventLog(Database database, Deliveries deliveries) {
        this.database = database;
        this.deliveries = deliveries;
    }

    /** Writes an event; it happened if the session commits. */
    public void append(Session session, NewEvent event) throws SQLException {
        String id = "evt_" + UUID.randomUUID().toString().replace("-", "");
        session.update(
                """
                INSERT INTO events (id, at, type, resource_id, account_id, data) VALUES (?, ?, ?, ?, ?, ?::jsonb)
                """,
                id,
                event.at(),
                event.type(),
                event.resource(),
                event.account(),
                MAPPER.valueToTree(event.data()).toString());
        deliveries.enqueue(session, id, event.type().name(), event.account(), message(event));
    }

    /** The body of Standard Webhooks: type, timestamp, data. */
    private static String message(NewEvent event) {
        ObjectNode data = MAPPER.createObjectNode();
        data.put("account", event.account());
        data.put("resource", event.resource());
        data.setAll((ObjectNode) MAPPER.valueToTree(event.data()));
        ObjectNode message = MAPPER.createObjectNode();
        message.put("type", event.type().name());
        message.put("timestamp", event.at().toString());
        message.set("data", data);
        return message.toString();
    }

    /**
     * The newest events first.
     *
     * @param cursor of the page before, null for the first
     * @throws IllegalArgumentException if no page gave this cursor
     */
    public EventPage page(Optional<String> account, Optional<String> resource, @Nullable String cursor, int limit) {
        record Row(long position, Event event) {}
        long before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        List<Row> rows = database.read(session -> session.query(
                """
                SELECT * FROM events WHERE position < ?
                AND (?::text IS NULL OR account_id = ?) AND (?::text IS NULL OR resource_id = ?)
                ORDER BY position DESC LIMIT ?
                """,
                row -> new Row(row.getLong("position"), event(row)),
                before,
                account.orElse(null),
                account.orElse(null),
                resource.orElse(null),
                resource.orElse(null),
                limit));
        List<Event> events = new ArrayList<>();
        rows.forEach(row -> events.add(row.event()));
        return new EventPage(
                events,
                rows.size() < limit ? null : Long.toString(rows.getLast().position()));
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getString("id"),
                Session.instant(row, "at"),
                EventType.valueOf(row.getString("type")),
                row.getString("resource_id"),
                row.getString("account_id"),
                json(row.getString("data")));
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL keeps JSON only", e);
        }
    }
}
