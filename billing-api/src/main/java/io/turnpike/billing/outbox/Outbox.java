package io.turnpike.billing.outbox;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;

/** The rows that the registry left to be published. */
@ApplicationScoped
class Outbox {
    private static final int PAGE = 500;

    /** Lets one process publish at a time, so that two cannot overtake each other. Any constant serves. */
    private static final long PUBLISH_LOCK = 0x6f7574626f78L;

    private final Database database;

    Outbox(Database database) {
        this.database = database;
    }

    /** A value of the registry, encoded. */
    record Entry(long registryVersion, TopicWriter.Value value) {}

    long pending() {
        return database.transact(session ->
                session.one("SELECT count(*) FROM outbox WHERE published_at IS NULL", row -> row.getLong(1)));
    }

    /** Publishes a page, oldest first, and marks it once Kafka has acknowledged all of it. */
    void publish(TopicWriter topic) {
        database.transact(session -> {
            session.one("SELECT pg_advisory_xact_lock(?)", row -> true, PUBLISH_LOCK);
            List<Entry> page = page(session);
            topic.publish(page.stream().map(Entry::value).toList());
            for (Entry entry : page) {
                session.update(
                        "UPDATE outbox SET published_at = now() WHERE registry_version = ?", entry.registryVersion());
            }
            return page.size();
        });
    }

    private static List<Entry> page(Session session) throws SQLException {
        return session.query(
                """
                SELECT registry_version, resource_id, value FROM outbox
                WHERE published_at IS NULL ORDER BY registry_version LIMIT ?
                """,
                row -> new Entry(
                        row.getLong("registry_version"),
                        new TopicWriter.Value(row.getString("resource_id"), ByteBuffer.wrap(row.getBytes("value")))),
                PAGE);
    }
}
