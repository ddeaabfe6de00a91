package io.turnpike.billing.limitloop;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import io.turnpike.billing.limits.Catalogue;
import io.turnpike.billing.limits.LimitedResource;
import io.turnpike.billing.limits.MonthKey;
import io.turnpike.billing.limits.MonthUse;
import io.turnpike.billing.limits.StandingLimit;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What limits there are, as any process can tell from what the loop keeps. */
@ApplicationScoped
public class LimitReport {
    private final Database database;
    private final CatalogueReader catalogues;
    private final InstantSource clock;

    LimitReport(Database database, CatalogueReader catalogues, InstantSource clock) {
        this.database = database;
        this.catalogues = catalogues;
        this.clock = clock;
    }

    /** Resources with a public face, in the order of their numbers. */
    public List<LimitView> views(Predicate<LimitedResource> filter) {
        Instant now = clock.instant();
        Catalogue catalogue = catalogues.read();
        return database.read(session -> {
            Map<MonthKey, Long> octets =
                    LoopReader.octets(session, now.atZone(ZoneOffset.UTC).toLocalDate());
            Map<String, StandingLimit> limits = limits(session);
            return catalogue.resources().values().stream()
                    .filter(LimitedResource::hasPublicFace)
                    .filter(filter)
                    .sorted(Comparator.comparingInt(LimitedResource::number))
                    .map(resource -> view(resource, catalogue.month(resource, now), octets, limits))
                    .toList();
        });
    }

    private static Map<String, StandingLimit> limits(Session session) throws SQLException {
        Map<String, StandingLimit> limits = new HashMap<>();
        LoopReader.limits(session).forEach(limit -> limits.put(limit.resourceId(), limit));
        return limits;
    }

    private static LimitView view(
            LimitedResource resource, MonthKey month, Map<MonthKey, Long> octets, Map<String, StandingLimit> limits) {
        MonthUse use = new MonthUse(month.month(), octets.getOrDefault(month, 0L));
        return new LimitView(
                resource, use, resource.terms().decide(use), Optional.ofNullable(limits.get(resource.id())));
    }
}
