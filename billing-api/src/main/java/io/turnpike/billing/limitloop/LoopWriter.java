package io.turnpike.billing.limitloop;

import io.turnpike.billing.database.Session;
import io.turnpike.billing.limits.CellKey;
import io.turnpike.billing.limits.MonthKey;
import io.turnpike.billing.limits.NodeReport;
import io.turnpike.billing.limits.StandingLimit;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes what the loop counted and decided; a statement a table, however many rows there are. */
final class LoopWriter {
    private final Session session;
    private final Instant now;

    LoopWriter(Session session, Instant now) {
        this.session = session;
        this.now = now;
    }

    /** Makes this the newest write, if nobody wrote since we read. */
    void overtake(long generation, long limitVersion) throws SQLException {
        int updated = session.update(
                "UPDATE limit_loop SET generation = generation + 1, limit_version = ? WHERE generation = ?",
                limitVersion,
                generation);
        if (updated == 0) {
            throw new OvertakenException();
        }
    }

    void offsets(Map<Integer, Long> offsets) throws SQLException {
        session.update(
                """
                INSERT INTO usage_offsets (partition, next_offset)
                SELECT * FROM unnest(?::text[]::integer[], ?::text[]::bigint[])
                ON CONFLICT (partition) DO UPDATE SET next_offset = excluded.next_offset
                """, column(offsets.entrySet(), Map.Entry::getKey), column(offsets.entrySet(), Map.Entry::getValue));
    }

    void reports(Collection<NodeReport> reports) throws SQLException {
        session.update(
                """
                INSERT INTO usage_nodes (node, reported_at, limits_version, observation_points)
                SELECT * FROM unnest(?::text[], ?::text[]::timestamptz[], ?::text[]::bigint[], ?::text[])
                ON CONFLICT (node) DO UPDATE SET reported_at = excluded.reported_at,
                    limits_version = excluded.limits_version, observation_points = excluded.observation_points
                """,
                column(reports, NodeReport::node),
                column(reports, NodeReport::reportedAt),
                column(reports, NodeReport::limitsVersion),
                column(
                        reports,
                        report -> report.points().stream().map(Enum::name).collect(Collectors.joining(" "))));
    }

    void cells(Map<CellKey, Long> cells) throws SQLException {
        session.update(
                """
                INSERT INTO usage_cells (node, counters_epoch, resource_number, binding_id, octets, counted_at)
                SELECT *, ? FROM unnest(?::text[], ?::text[]::bigint[], ?::text[]::integer[], ?::text[]::integer[],
                                        ?::text[]::bigint[])
                ON CONFLICT (node, counters_epoch, resource_number, binding_id)
                DO UPDATE SET octets = excluded.octets, counted_at = excluded.counted_at
                """,
                now,
                column(cells.keySet(), CellKey::node),
                column(cells.keySet(), CellKey::countersEpoch),
                column(cells.keySet(), CellKey::resourceNumber),
                column(cells.keySet(), CellKey::bindingId),
                column(cells.keySet(), cell -> cells.getOrDefault(cell, 0L)));
    }

    void months(Map<MonthKey, Long> octets) throws SQLException {
        session.update(
                """
                INSERT INTO month_octets (resource_number, account_id, month, octets)
                SELECT * FROM unnest(?::text[]::integer[], ?::text[], ?::text[]::date[], ?::text[]::bigint[])
                ON CONFLICT (resource_number, account_id, month) DO UPDATE SET octets = excluded.octets
                """,
                column(octets.keySet(), MonthKey::resourceNumber),
                column(octets.keySet(), MonthKey::account),
                column(octets.keySet(), key -> key.month().atDay(1)),
                column(octets.keySet(), month -> octets.getOrDefault(month, 0L)));
    }

    void exceeded(MonthKey month, long quota) throws SQLException {
        session.update(
                """
                UPDATE month_octets SET exceeded_quota = ?
                WHERE resource_number = ? AND account_id = ? AND month = ?::text::date
                """,
                quota,
                month.resourceNumber(),
                month.account(),
                month.month().atDay(1).toString());
    }

    void limit(StandingLimit limit) throws SQLException {
        session.update(
                """
                INSERT INTO limits (resource_id, resource_number, version, out_bits_per_second, in_bits_per_second,
                    reason, since, published, applied_at, applied_out, applied_in, applied_reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?, ?)
                ON CONFLICT (resource_id) DO UPDATE SET version = excluded.version,
                    out_bits_per_second = excluded.out_bits_per_second,
                    in_bits_per_second = excluded.in_bits_per_second, reason = excluded.reason,
                    since = excluded.since, published = limits.published AND limits.version = excluded.version,
                    applied_at = excluded.applied_at, applied_out = excluded.applied_out,
                    applied_in = excluded.applied_in, applied_reason = excluded.applied_reason
                """,
                limit.resourceId(),
                limit.resourceNumber(),
                limit.version(),
                limit.rates().outBitsPerSecond(),
                limit.rates().inBitsPerSecond(),
                limit.rates().reason(),
                limit.since(),
                limit.isApplied() ? now : null,
                limit.applied().outBitsPerSecond(),
                limit.applied().inBitsPerSecond(),
                limit.applied().reason());
    }

    private static <T> String[] column(Collection<T> rows, Function<T, ?> cell) {
        return rows.stream().map(row -> String.valueOf(cell.apply(row))).toArray(String[]::new);
    }
}
