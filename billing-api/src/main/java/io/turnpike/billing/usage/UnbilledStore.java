package io.turnpike.billing.usage;

import io.turnpike.billing.tariff.Validity;
import io.turnpike.flow.TrafficPath;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metering job's tables: sums of the paths that are never charged. */
@ApplicationScoped
class UnbilledStore {
    private static final String SUMS = """
            SELECT account, if(path = 'UNATTRIBUTED', resource, '') AS part, path, rule, reason,
                   sum(o) AS octets, sum(p) AS packets
            FROM (
                SELECT minute, account, resource, path, rule, reason, octets AS o, packets AS p FROM usage_1m FINAL
                WHERE minute >= toDateTime({from:Int64}, 'UTC') AND minute < toDateTime({to:Int64}, 'UTC')
                UNION ALL
                SELECT minute, account, resource, path, rule, reason, octets AS o, packets AS p FROM usage_late FINAL
                WHERE minute >= toDateTime({from:Int64}, 'UTC') AND minute < toDateTime({to:Int64}, 'UTC')
            )
            WHERE path IN ('INTERNAL', 'DENIED', 'DROPPED', 'UNATTRIBUTED')
              AND ({account:String} = '' OR account = {account:String})
            GROUP BY account, part, path, rule, reason
            HAVING octets > 0 OR packets > 0
            ORDER BY account, path, octets DESC, rule, reason, part
            """;

    private final ClickHouse clickHouse;

    UnbilledStore(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    List<UnbilledItem> unbilled(Validity period, Optional<String> account) {
        Map<String, Object> parameters = Map.of(
                "from", period.from().getEpochSecond(),
                "to", period.to().getEpochSecond(),
                "account", account.orElse(""));
        return clickHouse.query(SUMS, parameters).stream()
                .map(row -> new UnbilledItem(
                        row.getString("account"),
                        row.getString("part"),
                        TrafficPath.valueOf(row.getString("path")),
                        row.getString("rule"),
                        row.getString("reason"),
                        row.getLong("octets"),
                        row.getLong("packets")))
                .toList();
    }
}
