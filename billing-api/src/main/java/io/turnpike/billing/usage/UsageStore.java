package io.turnpike.billing.usage;

import com.clickhouse.client.api.query.GenericRecord;
import io.turnpike.billing.rating.RatedUsage;
import io.turnpike.billing.tariff.Chargeability;
import io.turnpike.billing.tariff.Validity;
import io.turnpike.flow.Direction;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.TrafficPath;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/** The metering job's tables. */
@ApplicationScoped
class UsageStore {
    /** The end of ClickHouse's DateTime. */
    private static final long LAST_SECOND = 0xffff_ffffL;

    /** A row whose total went back to zero was attributed anew elsewhere. */
    private static final String PAGE = """
            SELECT toUnixTimestamp(minute) AS minute_seconds, account, resource, binding_id, path, direction, rule,
                   reason, chargeability, sum(o) AS octets, sum(p) AS packets
            FROM (
                SELECT minute, account, resource, binding_id, path, direction, rule, reason, chargeability,
                       octets AS o, packets AS p
                FROM usage_1m FINAL
                WHERE minute >= toDateTime({from:Int64}, 'UTC') AND minute < toDateTime({to:Int64}, 'UTC')
                  AND ({account:String} = '' OR account = {account:String})
                  AND ({resource:String} = '' OR resource = {resource:String})
                UNION ALL
                SELECT minute, account, resource, binding_id, path, direction, rule, reason, chargeability,
                       octets AS o, packets AS p
                FROM usage_late FINAL
                WHERE minute >= toDateTime({from:Int64}, 'UTC') AND minute < toDateTime({to:Int64}, 'UTC')
                  AND ({account:String} = '' OR account = {account:String})
                  AND ({resource:String} = '' OR resource = {resource:String})
            )
            WHERE (toUnixTimestamp(minute), account, resource, binding_id, path, direction, rule, reason, chargeability)
                > ({cursorMinute:UInt32}, {cursorAccount:String}, {cursorResource:String}, {cursorBinding:UInt32},
                   {cursorPath:String}, {cursorDirection:String}, {cursorRule:String}, {cursorReason:String},
                   {cursorChargeability:String})
            GROUP BY minute, account, resource, binding_id, path, direction, rule, reason, chargeability
            HAVING octets > 0 OR packets > 0
            ORDER BY minute, account, resource, binding_id, path, direction, rule, reason, chargeability
            LIMIT {limit:UInt32}
            """;

    private static final String SUMS = """
            SELECT account, resource, path, direction, rule, chargeability, stretch, sum(o) AS octets
            FROM (
                SELECT account, resource, path, direction, rule, chargeability, octets AS o,
                       arrayCount(b -> b <= toUnixTimestamp(minute), {boundaries:Array(Int64)}) AS stretch
                FROM usage_1m FINAL
                WHERE minute >= toDateTime({from:Int64}, 'UTC') AND minute < toDateTime({to:Int64}, 'UTC')
                  AND ({account:String} = '' OR account = {account:String})
                UNION ALL
                SELECT account, resource, path, direction, rule, chargeability, octets AS o,
                       arrayCount(b -> b <= toUnixTimestamp(minute), {boundaries:Array(Int64)}) AS stretch
                FROM usage_late FINAL
                WHERE minute >= toDateTime({from:Int64}, 'UTC') AND minute < toDateTime({to:Int64}, 'UTC')
                  AND ({account:String} = '' OR account = {account:String})
            )
            GROUP BY account, resource, path, direction, rule, chargeability, stretch
            HAVING octets > 0
            """;

    /** Cells are cumulative: the latest of each set of kernel counters, and all sets added up. */
    private static final String CELLS = """
            SELECT resource, node, observation_point, binding_id, sum(octets) AS octets
            FROM cells FINAL
            GROUP BY resource, node, observation_point, binding_id
            """;

    private static final String PROGRESS = """
            SELECT node, argMax(boot_epoch, interval_end) AS boot, argMax(next_sequence, interval_end) AS next,
                   toUnixTimestamp64Milli(max(interval_end)) AS end_millis,
                   argMax(registry_version, interval_end) AS version,
                   toUnixTimestamp64Milli(max(updated_at)) AS updated_millis
            FROM progress FINAL
            GROUP BY node ORDER BY node
            """;

    private final ClickHouse clickHouse;

    UsageStore(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /** The rows after the cursor, at most {@code limit} of them. */
    List<UsageRow> page(UsageQuery query, UsageKey after, int limit) {
        Map<String, Object> parameters =
                period(query.from().getEpochSecond(), query.to().getEpochSecond(), query.account());
        parameters.put("resource", query.resource().orElse(""));
        parameters.put("cursorMinute", after.minuteSeconds());
        parameters.put("cursorAccount", after.account());
        parameters.put("cursorResource", after.resource());
        parameters.put("cursorBinding", after.bindingId());
        parameters.put("cursorPath", after.path());
        parameters.put("cursorDirection", after.direction());
        parameters.put("cursorRule", after.rule());
        parameters.put("cursorReason", after.reason());
        parameters.put("cursorChargeability", after.chargeability());
        parameters.put("limit", limit);
        return clickHouse.query(PAGE, parameters).stream()
                .map(UsageStore::usageRow)
                .toList();
    }

    /** The octets of the period, apart for each stretch between two of the boundaries, the first of which is its start. */
    List<UsageSum> sums(Validity period, NavigableSet<Instant> boundaries, Optional<String> account) {
        List<Instant> starts = List.copyOf(boundaries);
        Map<String, Object> parameters =
                period(period.from().getEpochSecond(), period.to().getEpochSecond(), account);
        parameters.put(
                "boundaries",
                starts.stream().map(Instant::getEpochSecond).toList().toString());
        return clickHouse.query(SUMS, parameters).stream()
                .map(row -> usageSum(row, starts.get(row.getInteger("stretch") - 1)))
                .toList();
    }

    List<Cell> cells() {
        return clickHouse.query(CELLS, Map.of()).stream()
                .map(row -> new Cell(
                        row.getString("resource"),
                        row.getString("node"),
                        ObservationPoint.valueOf(row.getString("observation_point")),
                        row.getInteger("binding_id"),
                        row.getLong("octets")))
                .toList();
    }

    List<NodeProgress> progress() {
        return clickHouse.query(PROGRESS, Map.of()).stream()
                .map(row -> new NodeProgress(
                        row.getString("node"),
                        row.getLong("boot"),
                        row.getLong("next"),
                        Instant.ofEpochMilli(row.getLong("end_millis")),
                        row.getLong("version"),
                        Instant.ofEpochMilli(row.getLong("updated_millis"))))
                .toList();
    }

    private static Map<String, Object> period(long fromSecond, long toSecond, Optional<String> account) {
        Map<String, Object> parameters = new HashMap<>();
        // A minute row counts if its minute begins in the period.
        parameters.put("from", Math.clamp(fromSecond, 0, LAST_SECOND));
        parameters.put("to", Math.clamp(toSecond, 0, LAST_SECOND));
        parameters.put("account", account.orElse(""));
        return parameters;
    }

    private static UsageRow usageRow(GenericRecord row) {
        UsageKey key = new UsageKey(
                row.getLong("minute_seconds"),
                row.getString("account"),
                row.getString("resource"),
                row.getLong("binding_id"),
                row.getString("path"),
                row.getString("direction"),
                row.getString("rule"),
                row.getString("reason"),
                row.getString("chargeability"));
        return new UsageRow(key, row.getLong("octets"), row.getLong("packets"));
    }

    private static UsageSum usageSum(GenericRecord row, Instant from) {
        RatedUsage usage = new RatedUsage(
                row.getString("resource"),
                TrafficPath.valueOf(row.getString("path")),
                Direction.valueOf(row.getString("direction")),
                row.getString("rule"),
                Chargeability.valueOf(row.getString("chargeability")),
                from,
                row.getLong("octets"));
        return new UsageSum(row.getString("account"), usage);
    }
}
