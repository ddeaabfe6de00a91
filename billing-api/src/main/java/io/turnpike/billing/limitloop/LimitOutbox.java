package io.turnpike.billing.limitloop;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.limits.StandingLimit;
import io.turnpike.billing.outbox.TopicWriter;
import io.turnpike.flow.LimitCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The limits that are still to be published; of each resource the newest only, as the topic is compacted anyway. */
@ApplicationScoped
class LimitOutbox {
    private static final int PAGE = 500;

    /** Lets one process publish at a time, so that two cannot overtake each other. Any constant serves. */
    private static final long PUBLISH_LOCK = 0x6c696d697473L;

    private final Database database;

    LimitOutbox(Database database) {
        this.database = database;
    }

    /** Marks what the topic does not have: it may have been made anew. */
    void compare(Map<String, Long> versionsInTopic) {
        database.transact(session -> {
            for (StandingLimit limit : LoopReader.limits(session)) {
                if (versionsInTopic.getOrDefault(limit.resourceId(), 0L) != limit.version()) {
                    session.update(
                            "UPDATE limits SET published = false WHERE resource_id = ? AND version = ?",
                            limit.resourceId(),
                            limit.version());
                }
            }
            return true;
        });
    }

    /**
     * Publishes a page, oldest first, and marks it once Kafka has acknowledged all of it.
     *
     * @return whether there may be more
     */
    boolean publish(TopicWriter topic) {
        return database.transact(session -> {
            session.one("SELECT pg_advisory_xact_lock(?)", row -> true, PUBLISH_LOCK);
            List<StandingLimit> page = session.query(
                    "SELECT * FROM limits WHERE NOT published ORDER BY version LIMIT ?", LoopReader::limit, PAGE);
            topic.publish(page.stream().map(LimitOutbox::value).toList());
            for (StandingLimit limit : page) {
                session.update(
                        "UPDATE limits SET published = true WHERE resource_id = ? AND version = ?",
                        limit.resourceId(),
                        limit.version());
            }
            return page.size() == PAGE;
        });
    }

    private static TopicWriter.Value value(StandingLimit limit) {
        return new TopicWriter.Value(limit.resourceId(), ByteBuffer.wrap(LimitCodec.encode(limit.toWire())));
    }

    boolean isEmpty() {
        return database.transact(session ->
                session.query("SELECT 1 FROM limits LIMIT 1", row -> true).isEmpty());
    }
}
