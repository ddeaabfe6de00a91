package io.turnpike.billing.registry;

import io.turnpike.billing.database.Session;
import io.turnpike.flow.Binding;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.ResourceKind;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loads the registry from the database: whole, since one declaration may touch any of it. */
final class RegistryReader {
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
        Map<String, List<ListenerSpec>> listeners = listeners(session);
        Map<String, Registered> resources = new LinkedHashMap<>();
        session.query("SELECT id, number, kind, bound_to, local_addresses FROM resources ORDER BY number", row -> {
                    String id = row.getString("id");
                    List<Binding> history = bindings.getOrDefault(id, List.of());
                    ResourceSpec spec = spec(row, history, listeners.getOrDefault(id, List.of()));
                    return new Registered(spec, row.getInt("number"), history);
                })
                .forEach(resource -> resources.put(resource.spec().id(), resource));
        return resources;
    }

    private static ResourceSpec spec(ResultSet row, List<Binding> history, List<ListenerSpec> listeners)
            throws SQLException {
        Binding open = history.isEmpty() ? null : history.getLast();
        ResourceKind kind = ResourceKind.valueOf(row.getString("kind"));
        return new ResourceSpec(
                row.getString("id"),
                kind,
                open == null ? null : open.account(),
                open == null ? 0 : open.vpcId(),
                open == null ? null : open.publicAddress(),
                // An EIP's binding has the address of the ECS; the declaration of the EIP has not.
                open == null || kind == ResourceKind.EIP ? null : open.privateAddress(),
                open != null && open.publicBandwidth(),
                row.getString("bound_to"),
                listeners,
                prefixes(row.getArray("local_addresses")));
    }

    private static List<IpPrefix> prefixes(Array array) throws SQLException {
        return Stream.of((String[]) array.getArray()).map(IpPrefix::parse).toList();
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
                null,
                row.getBoolean("public_bandwidth"),
                Session.instant(row, "valid_from").toEpochMilli(),
                validTo == null ? Binding.OPEN : validTo.toInstant().toEpochMilli());
    }

    private static @Nullable IpAddress address(@Nullable String text) {
        return text == null ? null : IpAddress.parse(text);
    }

    private static Map<String, List<ListenerSpec>> listeners(Session session) throws SQLException {
        record Place(String resource, int listener) {}
        Map<Place, List<BackendSpec>> backends = new LinkedHashMap<>();
        session.query("SELECT * FROM backends ORDER BY resource_id, listener, position", row -> {
            Place place = new Place(row.getString("resource_id"), row.getInt("listener"));
            return backends.computeIfAbsent(place, key -> new ArrayList<>())
                    .add(new BackendSpec(row.getString("ecs_id"), row.getInt("port"), row.getInt("weight")));
        });
        Map<String, List<ListenerSpec>> listeners = new LinkedHashMap<>();
        session.query("SELECT * FROM listeners ORDER BY resource_id, position", row -> {
            Place place = new Place(row.getString("resource_id"), row.getInt("position"));
            return listeners
                    .computeIfAbsent(place.resource(), id -> new ArrayList<>())
                    .add(new ListenerSpec(
                            TransportProtocol.valueOf(row.getString("protocol")),
                            row.getInt("port"),
                            backends.getOrDefault(place, List.of())));
        });
        return listeners;
    }
}
