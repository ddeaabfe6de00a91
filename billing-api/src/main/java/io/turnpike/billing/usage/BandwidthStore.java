package io.turnpike.billing.usage;

import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The metering job's tables, summed into slots of time. */
@ApplicationScoped
class BandwidthStore {
    /** What proxies saw of an ECS (R3) passed its interface too, and counts there. */
    private static final String SLOTS = """
            SELECT intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32} AS slot, direction, sum(o) AS octets
            FROM (
                SELECT minute, account, path, direction, rule, octets AS o FROM usage_1m FINAL
                WHERE resource = {resource:String}
                  AND minute >= toDateTime({from:Int64}, 'UTC') AND minute < toDateTime({to:Int64}, 'UTC')
                UNION ALL
                SELECT minute, account, path, direction, rule, octets AS o FROM usage_late FINAL
                WHERE resource = {resource:String}
                  AND minute >= toDateTime({from:Int64}, 'UTC') AND minute < toDateTime({to:Int64}, 'UTC')
            )
            WHERE has(splitByChar(',', {paths:String}), path) AND rule != 'R3'
              AND ({account:String} = '' OR account = {account:String})
            GROUP BY slot, direction
            HAVING octets > 0
            ORDER BY slot, direction
            """;

    private final ClickHouse clickHouse;

    BandwidthStore(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    List<SlotOctets> slots(
            String resource, Optional<String> account, Set<TrafficPath> paths, Instant from, Instant to, int step) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("resource", resource);
        parameters.put("account", account.orElse(""));
        parameters.put("paths", String.join(",", paths.stream().map(Enum::name).toList()));
        parameters.put("from", from.getEpochSecond());
        parameters.put("to", to.getEpochSecond());
        parameters.put("step", step);
        return clickHouse.query(SLOTS, parameters).stream()
                .map(row -> new SlotOctets(
                        row.getLong("slot"), Direction.valueOf(row.getString("direction")), row.getLong("octets")))
                .toList();
    }
}
