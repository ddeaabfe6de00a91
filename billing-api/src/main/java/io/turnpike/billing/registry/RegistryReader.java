package io.turnpike.billing.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnpike.billing.database.Session;
import io.turnpike.flow.Binding;
import io.turnpike.flow.IpAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads the registry from the database: whole, since one declaration may touch any of it. */
final class RegistryReader {
    private static final JsonMapper JSON = new JsonMapper();

    private RegistryReader() {}

    static RegistryState read(Session session) throws SQLException {
        return new RegistryState(accounts(session), TariffReader.plans(session), resources(session));
    }

    private static Map<String, AccountSpec> accounts(Session session) throws SQLException {
        Map<String, AccountSpec> accounts = new LinkedHashMap<>();
        session.query(
                        """
                        SELECT a.id, a.name, a.currency, a.time_zone,
                               (SELECT plan_id FROM subscriptions s WHERE s.account_id = a.id
                                ORDER BY valid_from DESC LIMIT 1) AS plan_id
                        FROM accounts a ORDER BY a.id
                        """,
                        row -> new AccountSpec(
                                row.getString("id"),
                                row.getString("name"),
                                Currency.getInstance(row.getString("currency")),
                                ZoneId.of(row.getString("time_zone")),
                                row.getString("plan_id")))
                .forEach(account -> accounts.put(account.id(), account));
        return accounts;
    }

    static Map<String, Registered> resources(Session session) throws SQLException {
        Map<String, List<Binding>> bindings = bindings(session);
        Map<String, Registered> resources = new LinkedHashMap<>();
        session.query(
                        "SELECT id, number, declaration FROM resources ORDER BY number",
                        row -> new Registered(
                                spec(row.getString("declaration")),
                                row.getInt("number"),
                                bindings.getOrDefault(row.getString("id"), List.of())))
                .forEach(resource -> resources.put(resource.spec().id(), resource));
        return resources;
    }

    static Optional<JsonNode> declaration(Session session, String id) throws SQLException {
        List<String> documents = session.query(
                "SELECT declaration FROM resources WHERE id = ?", row -> row.getString("declaration"), id);
        return documents.isEmpty() ? Optional.empty() : Optional.of(json(documents.getFirst()));
    }

    private static JsonNode json(String document) throws SQLException {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new SQLException(e);
        }
    }

    private static ResourceSpec spec(String document) throws SQLException {
        Violations violations = new Violations();
        ResourceSpec spec = ResourceReader.resource(new Fields(json(document), "", violations));
        if (violations.isEmpty()) {
            return spec;
        }
        throw new SQLException("a resource is kept that could not be declared: " + violations.toList());
    }

    private static Map<String, List<Binding>> bindings(Session session) throws SQLException {
        Map<String, List<Binding>> bindings = new LinkedHashMap<>();
        session.query("SELECT * FROM bindings ORDER BY resource_id, binding_id", row -> {
            List<Binding> history = bindings.computeIfAbsent(row.getString("resource_id"), id -> new ArrayList<>());
            return history.add(binding(row));
        });
        return bindings;
    }

    private static Binding binding(ResultSet row) throws SQLException {
        OffsetDateTime validTo = row.getObject("valid_to", OffsetDateTime.class);
        return new Binding(
                row.getInt("binding_id"),
                row.getString("account_id"),
                row.getInt("vpc_id"),
                address(row.getString("public_address")),
                address(row.getString("private_address")),
                address(row.getString("ipv6_address")),
                row.getBoolean("public_bandwidth"),
                Session.instant(row, "valid_from").toEpochMilli(),
                validTo == null ? Binding.OPEN : validTo.toInstant().toEpochMilli());
    }

    private static @Nullable IpAddress address(@Nullable String text) {
        return text == null ? null : IpAddress.parse(text);
    }
}
