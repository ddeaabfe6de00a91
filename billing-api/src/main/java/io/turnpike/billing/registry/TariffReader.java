package io.turnpike.billing.registry;

import io.turnpike.billing.database.Session;
import io.turnpike.billing.tariff.Plan;
import io.turnpike.billing.tariff.PlanVersion;
import io.turnpike.billing.tariff.Price;
import io.turnpike.billing.tariff.PriceUnit;
import io.turnpike.billing.tariff.Subscription;
import io.turnpike.billing.tariff.Tariff;
import io.turnpike.billing.tariff.Validity;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Loads plans and tariffs with their history. */
final class TariffReader {
    private TariffReader() {}

    static Map<String, Plan> plans(Session session) throws SQLException {
        Map<String, SortedMap<Instant, List<Price>>> versions = versions(session);
        Map<String, Plan> plans = new LinkedHashMap<>();
        session.query("SELECT id, currency FROM plans ORDER BY id", row -> {
                    String id = row.getString("id");
                    List<PlanVersion> history = versions.getOrDefault(id, new TreeMap<>()).entrySet().stream()
                            .map(version -> new PlanVersion(version.getKey(), version.getValue()))
                            .toList();
                    return new Plan(id, Currency.getInstance(row.getString("currency")), history);
                })
                .forEach(plan -> plans.put(plan.id(), plan));
        return plans;
    }

    private static Map<String, SortedMap<Instant, List<Price>>> versions(Session session) throws SQLException {
        Map<String, SortedMap<Instant, List<Price>>> versions = new HashMap<>();
        session.query("""
                SELECT v.plan_id, v.valid_from AS version_from, p.path, p.direction, p.unit, p.unit_price,
                       p.valid_from, p.valid_to
                FROM plan_versions v
                LEFT JOIN prices p ON p.plan_id = v.plan_id AND p.version_from = v.valid_from
                ORDER BY v.plan_id, v.valid_from, p.path, p.direction, p.valid_from
                """, row -> {
            List<Price> prices = versions.computeIfAbsent(row.getString("plan_id"), id -> new TreeMap<>())
                    .computeIfAbsent(Session.instant(row, "version_from"), from -> new ArrayList<>());
            // A version without prices is one row of nulls.
            return row.getString("path") != null && prices.add(price(row));
        });
        return versions;
    }

    private static Price price(ResultSet row) throws SQLException {
        return new Price(
                TrafficPath.valueOf(row.getString("path")),
                Direction.valueOf(row.getString("direction")),
                PriceUnit.parse(row.getString("unit")).orElseThrow(),
                row.getBigDecimal("unit_price"),
                validity(row));
    }

    private static Validity validity(ResultSet row) throws SQLException {
        return new Validity(Session.instant(row, "valid_from"), Session.instant(row, "valid_to"));
    }

    static Map<String, Tariff> tariffs(Session session) throws SQLException {
        Map<String, Plan> plans = plans(session);
        Map<String, List<Subscription>> subscriptions = new HashMap<>();
        session.query("SELECT * FROM subscriptions ORDER BY account_id, valid_from", row -> {
            Plan plan = plans.get(row.getString("plan_id"));
            if (plan == null) {
                throw new SQLException("a subscription without a plan");
            }
            return subscriptions
                    .computeIfAbsent(row.getString("account_id"), id -> new ArrayList<>())
                    .add(new Subscription(plan, validity(row)));
        });
        Map<String, Tariff> tariffs = new LinkedHashMap<>();
        session.query(
                        "SELECT id, currency, time_zone FROM accounts ORDER BY id",
                        row -> new Tariff(
                                row.getString("id"),
                                Currency.getInstance(row.getString("currency")),
                                ZoneId.of(row.getString("time_zone")),
                                subscriptions.getOrDefault(row.getString("id"), List.of())))
                .forEach(tariff -> tariffs.put(tariff.account(), tariff));
        return tariffs;
    }
}
