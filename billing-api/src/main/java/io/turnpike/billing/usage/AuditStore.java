package io.turnpike.billing.usage;

import com.clickhouse.client.api.query.GenericRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The metering job's audit. */
@ApplicationScoped
public class AuditStore {
    private static final String COLUMNS = """
            SELECT id, kind, status, node, boot_epoch, first_sequence, last_sequence, interface_name, direction,
                   toUnixTimestamp64Milli(started_at) AS started_millis, toUnixTimestamp64Milli(ended_at) AS ended_millis,
                   amount_known, octets, packets, toUnixTimestamp64Milli(found_at) AS found_millis, revision
            FROM audit FINAL
            """;

    private static final String ONE = COLUMNS + "WHERE id = {id:String}";

    /** Newest first; what goes on has no end. */
    private static final String PAGE = COLUMNS + """
            WHERE ({node:String} = '' OR node = {node:String})
              AND ({status:String} = '' OR {status:String} = multiIf(
                    status != 'OPEN', status,
                    has(splitByChar(',', {written:String}), concat(id, '@', toString(revision))), 'WRITTEN_OFF',
                    'OPEN'))
              AND (toUnixTimestamp64Milli(ended_at) = 0 OR toUnixTimestamp64Milli(ended_at) > {from:Int64})
              AND toUnixTimestamp64Milli(started_at) < {to:Int64}
              AND (toUnixTimestamp64Milli(started_at), id) < ({before:Int64}, {beforeId:String})
            ORDER BY toUnixTimestamp64Milli(started_at) DESC, id DESC
            LIMIT {limit:UInt32}
            """;

    /** Totals are cumulative within an epoch of the node's counters. */
    private static final String TOTALS = """
            SELECT node, interface_name, direction,
                   sum(o1) AS counted_octets, sum(p1) AS counted_packets,
                   sum(o2) AS accounted_octets, sum(p2) AS accounted_packets,
                   sum(f1) AS session_octets, sum(f2) AS dropped_octets, sum(f3) AS answered_octets,
                   sum(f4) AS node_octets, sum(f5) AS link_octets, sum(f6) AS handed_over_octets,
                   sum(f7) AS unmetered_octets
            FROM (
                SELECT node, interface_name, direction, counters_epoch,
                       argMax(t.counted_octets, interval_end) AS o1, argMax(t.counted_packets, interval_end) AS p1,
                       argMax(t.accounted_octets, interval_end) AS o2, argMax(t.accounted_packets, interval_end) AS p2,
                       argMax(t.session_octets, interval_end) AS f1, argMax(t.dropped_octets, interval_end) AS f2,
                       argMax(t.answered_octets, interval_end) AS f3, argMax(t.node_octets, interval_end) AS f4,
                       argMax(t.link_octets, interval_end) AS f5, argMax(t.handed_over_octets, interval_end) AS f6,
                       argMax(t.unmetered_octets, interval_end) AS f7
                FROM audit_totals AS t FINAL
                WHERE ({node:String} = '' OR node = {node:String})
                GROUP BY node, interface_name, direction, counters_epoch
            )
            GROUP BY node, interface_name, direction
            ORDER BY node, interface_name, direction
            """;

    private final ClickHouse clickHouse;

    AuditStore(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    public Optional<AuditFinding> finding(String id) {
        return clickHouse.query(ONE, Map.of("id", id)).stream()
                .map(AuditStore::finding)
                .findFirst();
    }

    /**
     * A page of findings, and what the next one is asked for with.
     *
     * @param cursor from the page before, null for the first page
     * @throws IllegalArgumentException if no page gave this cursor
     */
    public Page<AuditFinding> page(AuditQuery query, int limit, @Nullable String cursor) {
        int dash = cursor == null ? -1 : cursor.indexOf('~');
        if (cursor != null && dash < 1) {
            throw new IllegalArgumentException("not a cursor: " + cursor);
        }
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("node", query.node().orElse(""));
        parameters.put("status", query.status().orElse(""));
        parameters.put("written", String.join(",", query.writtenOff()));
        parameters.put("from", query.from().map(Instant::toEpochMilli).orElse(-1L));
        parameters.put("to", query.to().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
        parameters.put("before", cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor.substring(0, dash)));
        parameters.put("beforeId", cursor == null ? "" : cursor.substring(dash + 1));
        parameters.put("limit", limit);
        List<AuditFinding> findings = clickHouse.query(PAGE, parameters).stream()
                .map(AuditStore::finding)
                .toList();
        return new Page<>(findings, findings.size() < limit ? null : cursorAfter(findings.getLast()));
    }

    private static String cursorAfter(AuditFinding last) {
        return last.from().toEpochMilli() + "~" + last.id();
    }

    private static AuditFinding finding(GenericRecord row) {
        long lastSequence = row.getLong("last_sequence");
        long ended = row.getLong("ended_millis");
        boolean known = row.getLong("amount_known") != 0;
        return new AuditFinding(
                row.getString("id"),
                row.getString("kind"),
                !row.getString("status").equals("OPEN"),
                row.getString("node"),
                row.getLong("boot_epoch"),
                row.getLong("first_sequence"),
                lastSequence < 0 ? null : lastSequence,
                absentIfEmpty(row.getString("interface_name")),
                absentIfEmpty(row.getString("direction")),
                Instant.ofEpochMilli(row.getLong("started_millis")),
                ended == 0 ? null : Instant.ofEpochMilli(ended),
                known ? row.getLong("octets") : null,
                known ? row.getLong("packets") : null,
                Instant.ofEpochMilli(row.getLong("found_millis")),
                row.getLong("revision"));
    }

    private static @Nullable String absentIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    /** What was looked at, of one node or of all. */
    public List<AuditTotal> totals(Optional<String> node) {
        return clickHouse.query(TOTALS, Map.of("node", node.orElse(""))).stream()
                .map(AuditStore::total)
                .toList();
    }

    private static AuditTotal total(GenericRecord row) {
        return new AuditTotal(
                row.getString("node"),
                row.getString("interface_name"),
                row.getString("direction"),
                row.getLong("counted_octets"),
                row.getLong("counted_packets"),
                row.getLong("accounted_octets"),
                row.getLong("accounted_packets"),
                row.getLong("counted_octets") - row.getLong("accounted_octets"),
                row.getLong("session_octets"),
                row.getLong("dropped_octets"),
                row.getLong("answered_octets"),
                row.getLong("node_octets"),
                row.getLong("link_octets"),
                row.getLong("handed_over_octets"),
                row.getLong("unmetered_octets"));
    }
}
