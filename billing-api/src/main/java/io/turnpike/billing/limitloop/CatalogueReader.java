package io.turnpike.billing.limitloop;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import io.turnpike.billing.limits.Catalogue;
import io.turnpike.billing.limits.LimitedResource;
import io.turnpike.billing.limits.QuotaWaiver;
import io.turnpike.billing.limits.Rates;
import io.turnpike.billing.registry.Details;
import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.registry.Registry;
import io.turnpike.flow.LimitReason;
import io.turnpike.flow.NodeRole;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what limits depend on: the registry, and what people set by hand. */
@ApplicationScoped
class CatalogueReader {
    private final Database database;
    private final Registry registry;

    CatalogueReader(Database database, Registry registry) {
        this.database = database;
        this.registry = registry;
    }

    /** What people set, by resource. */
    private record ByHand(Map<String, Rates> manual, Map<String, QuotaWaiver> waivers, Map<String, ZoneId> zones) {}

    /** Differs whenever {@link #read} may. Applies come one after the other, so their newest audit entry is enough. */
    String version() {
        return database.read(session -> session.one("""
                SELECT (SELECT coalesce(max(id), 0) FROM audit_log)
                    || ' ' || (SELECT coalesce(string_agg(m::text, ' ' ORDER BY resource_id), '') FROM manual_limits m)
                    || ' ' || (SELECT coalesce(string_agg(w::text, ' ' ORDER BY resource_id), '') FROM quota_waivers w)
                """, row -> row.getString(1)));
    }

    Catalogue read() {
        // The resources first: an account never goes, so that every owner has a time zone.
        Collection<Registered> resources = registry.resources().values();
        ByHand byHand = database.read(CatalogueReader::byHand);
        return Catalogue.of(
                resources.stream()
                        .flatMap(resource -> limited(resource, byHand).stream())
                        .toList(),
                byHand.zones(),
                roles(resources));
    }

    private static Map<String, NodeRole> roles(Collection<Registered> resources) {
        Map<String, NodeRole> roles = new HashMap<>();
        for (Registered resource : resources) {
            if (resource.spec().details() instanceof Details.Node node) {
                roles.put(resource.spec().id(), node.role());
            }
        }
        return roles;
    }

    private static Optional<LimitedResource> limited(Registered resource, ByHand byHand) {
        String id = resource.spec().id();
        return LimitedResource.of(
                resource,
                Optional.ofNullable(byHand.manual().get(id)),
                Optional.ofNullable(byHand.waivers().get(id)));
    }

    private static ByHand byHand(Session session) throws SQLException {
        Map<String, Rates> manual = new HashMap<>();
        session.query(
                "SELECT * FROM manual_limits",
                row -> manual.put(
                        row.getString("resource_id"),
                        new Rates(
                                row.getLong("out_bits_per_second"),
                                row.getLong("in_bits_per_second"),
                                LimitReason.MANUAL)));
        Map<String, QuotaWaiver> waivers = new HashMap<>();
        session.query(
                "SELECT * FROM quota_waivers",
                row -> waivers.put(
                        row.getString("resource_id"),
                        new QuotaWaiver(
                                YearMonth.from(row.getObject("month", LocalDate.class)), row.getLong("quota_octets"))));
        Map<String, ZoneId> zones = new HashMap<>();
        session.query(
                "SELECT id, time_zone FROM accounts",
                row -> zones.put(row.getString("id"), ZoneId.of(row.getString("time_zone"))));
        return new ByHand(manual, waivers, zones);
    }
}
