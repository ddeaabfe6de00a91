package io.turnpike.billing.usage;

import io.turnpike.billing.registry.Registry;
import io.turnpike.billing.tariff.Tariff;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Usage by the minute, with what the plan and the progress of the nodes say about each figure. */
@ApplicationScoped
public class UsageReport {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final UsageStore store;
    private final Registry registry;
    private final InstantSource clock;
    private final Duration hold;

    UsageReport(
            UsageStore store,
            Registry registry,
            InstantSource clock,
            @ConfigProperty(name = "turnpike.hold.minutes") int holdMinutes) {
        this.store = store;
        this.registry = registry;
        this.clock = clock;
        this.hold = Duration.ofMinutes(holdMinutes);
    }

    /**
     * A page of usage.
     *
     * @throws IllegalArgumentException if the cursor is none of ours
     */
    public Page<UsageItem> page(UsageQuery query) {
        String cursor = query.cursor();
        UsageKey after = cursor == null ? UsageKey.FIRST : UsageKey.ofCursor(cursor);
        // Progress first: a figure may then be called open although it is final, but never the other way round.
        Completeness completeness = Completeness.of(store.progress(), clock.instant(), hold);
        List<UsageRow> rows = store.page(query, after, query.limit() + 1);
        boolean more = rows.size() > query.limit();
        List<UsageRow> shown = more ? rows.subList(0, query.limit()) : rows;
        Map<String, Tariff> tariffs = registry.tariffs();
        return new Page<>(
                shown.stream()
                        .map(row -> item(row, tariffs.get(row.key().account()), completeness))
                        .toList(),
                more ? shown.getLast().key().toCursor() : null);
    }

    private static UsageItem item(UsageRow row, @Nullable Tariff tariff, Completeness completeness) {
        boolean charged =
                tariff != null && tariff.charges(row.chargeability(), row.minute(), row.path(), row.direction());
        return new UsageItem(
                row.minute(),
                row.minute().plus(MINUTE),
                row.key().account(),
                row.key().resource(),
                row.key().bindingId(),
                row.path(),
                row.direction(),
                row.key().rule(),
                row.key().reason(),
                row.octets(),
                row.packets(),
                charged ? row.octets() : 0,
                completeness.state(row.minute()));
    }
}
