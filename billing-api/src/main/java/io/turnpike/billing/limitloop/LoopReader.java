package io.turnpike.billing.limitloop;

import io.turnpike.billing.database.Session;
import io.turnpike.billing.limits.CellKey;
import io.turnpike.billing.limits.MonthKey;
import io.turnpike.billing.limits.NodeReport;
import io.turnpike.billing.limits.Rates;
import io.turnpike.billing.limits.Snapshot;
import io.turnpike.billing.limits.StandingLimit;
import io.turnpike.flow.LimitReason;
import io.turnpike.flow.ObservationPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Loads what the loop kept. */
final class LoopReader {
    private LoopReader() {}

    static Kept read(Session session, LocalDate now) throws SQLException {
        return session.one("SELECT generation, limit_version FROM limit_loop", row -> {
            Snapshot snapshot = snapshot(session, now, row.getLong("limit_version"));
            return new Kept(row.getLong("generation"), snapshot, offsets(session));
        });
    }

    private static Snapshot snapshot(Session session, LocalDate now, long version) throws SQLException {
        Map<CellKey, Long> counted = new HashMap<>();
        session.query("SELECT * FROM usage_cells", row -> counted.put(cell(row), row.getLong("octets")));
        Map<MonthKey, Long> exceeded = new HashMap<>();
        session.query(
                "SELECT * FROM month_octets WHERE month >= ? AND exceeded_quota IS NOT NULL",
                row -> exceeded.put(month(row), row.getLong("exceeded_quota")),
                first(now));
        return new Snapshot(counted, octets(session, now), exceeded, limits(session), reports(session), version);
    }

    /** Of the months that may be going on in some time zone, and before, for reports that waited in Kafka. */
    static Map<MonthKey, Long> octets(Session session, LocalDate now) throws SQLException {
        Map<MonthKey, Long> octets = new HashMap<>();
        session.query(
                "SELECT * FROM month_octets WHERE month >= ?",
                row -> octets.put(month(row), row.getLong("octets")),
                first(now));
        return octets;
    }

    private static LocalDate first(LocalDate now) {
        return now.withDayOfMonth(1).minusMonths(2);
    }

    private static CellKey cell(ResultSet row) throws SQLException {
        return new CellKey(
                row.getString("node"),
                row.getLong("counters_epoch"),
                row.getInt("resource_number"),
                row.getInt("binding_id"));
    }

    private static MonthKey month(ResultSet row) throws SQLException {
        return new MonthKey(
                row.getInt("resource_number"),
                row.getString("account_id"),
                YearMonth.from(row.getObject("month", LocalDate.class)));
    }

    static List<StandingLimit> limits(Session session) throws SQLException {
        return session.query("SELECT * FROM limits", LoopReader::limit);
    }

    static StandingLimit limit(ResultSet row) throws SQLException {
        return new StandingLimit(
                row.getString("resource_id"),
                row.getInt("resource_number"),
                row.getLong("version"),
                new Rates(
                        row.getLong("out_bits_per_second"),
                        row.getLong("in_bits_per_second"),
                        LimitReason.valueOf(row.getString("reason"))),
                Session.instant(row, "since"),
                row.getObject("applied_at") != null,
                new Rates(
                        row.getLong("applied_out"),
                        row.getLong("applied_in"),
                        LimitReason.valueOf(row.getString("applied_reason"))));
    }

    private static Collection<NodeReport> reports(Session session) throws SQLException {
        return session.query(
                "SELECT * FROM usage_nodes",
                row -> new NodeReport(
                        row.getString("node"),
                        Session.instant(row, "reported_at"),
                        row.getLong("limits_version"),
                        points(row.getString("observation_points"))));
    }

    private static Set<ObservationPoint> points(String names) {
        return Arrays.stream(names.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(ObservationPoint::valueOf)
                .collect(Collectors.toSet());
    }

    private static Map<Integer, Long> offsets(Session session) throws SQLException {
        Map<Integer, Long> offsets = new HashMap<>();
        session.query(
                "SELECT * FROM usage_offsets", row -> offsets.put(row.getInt("partition"), row.getLong("next_offset")));
        return offsets;
    }
}
