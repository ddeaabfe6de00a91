package io.turnpike.billing.limitloop;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import io.turnpike.billing.event.EventLog;
import io.turnpike.billing.event.NewEvent;
import io.turnpike.billing.limits.Changes;
import io.turnpike.billing.limits.LimitLoop;
import io.turnpike.billing.limits.StandingLimit;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** Keeps all of the loop in PostgreSQL: what was counted, up to where, what was decided and what is to be told of it. */
@ApplicationScoped
class LoopStore {
    /** Counters that nobody has heard of for so long are not repeated by anybody. */
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;

    LoopStore(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    Kept load() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return database.transact(session -> {
            // A write of another process comes wholly before or wholly after what is read here.
            session.one("SELECT generation FROM limit_loop FOR UPDATE", row -> row.getLong(1));
            forget(session);
            return LoopReader.read(session, today);
        });
    }

    /** Of counters of a node that has newer ones; a binding that lies idle in the newest keeps its count. */
    private void forget(Session session) throws SQLException {
        session.update("""
                DELETE FROM usage_cells c WHERE counted_at < ? AND counters_epoch <> (
                    SELECT counters_epoch FROM usage_cells o WHERE o.node = c.node ORDER BY counted_at DESC LIMIT 1)
                """, clock.instant().minus(FORGOTTEN));
    }

    /**
     * Keeps everything together.
     *
     * @throws OvertakenException if another process wrote since {@code generation}
     */
    void keep(long generation, LimitLoop loop, Map<Integer, Long> offsets) {
        Changes changes = loop.changes();
        database.transact(session -> {
            LoopWriter writer = new LoopWriter(session, clock.instant());
            writer.overtake(generation, loop.version());
            writer.offsets(offsets);
            writer.reports(loop.reports());
            writer.cells(loop.counter().changedCells());
            writer.months(loop.counter().changedSums());
            for (var exceeded : changes.exceeded().entrySet()) {
                writer.exceeded(exceeded.getKey(), exceeded.getValue());
            }
            for (StandingLimit limit : changes.limits()) {
                writer.limit(limit);
            }
            for (NewEvent event : changes.events()) {
                events.append(session, event);
            }
            return true;
        });
    }

    long generation() {
        return database.transact(session -> session.one("SELECT generation FROM limit_loop", row -> row.getLong(1)));
    }
}
