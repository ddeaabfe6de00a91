package io.turnpike.billing.tariff;

import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that decides what an account pays: its plans over time, its currency and its calendar.
 *
 * @param subscriptions do not overlap
 */
public record Tariff(String account, Currency currency, ZoneId zone, List<Subscription> subscriptions) {
    public Tariff {
        subscriptions = List.copyOf(subscriptions);
    }

    public Optional<Plan> planAt(Instant minute) {
        return subscriptions.stream()
                .filter(subscription -> subscription.validity().contains(minute))
                .map(Subscription::plan)
                .findFirst();
    }

    public Optional<Price> priceAt(Instant minute, TrafficPath path, Direction direction) {
        return planAt(minute).flatMap(plan -> plan.priceAt(minute, path, direction));
    }

    /** Whether octets of this minute cost anything; a price of zero is a price. */
    public boolean charges(Chargeability chargeability, Instant minute, TrafficPath path, Direction direction) {
        return chargeability != Chargeability.NEVER
                && priceAt(minute, path, direction).isPresent();
    }

    /** The instants of {@code period}, its start included, between which plan and prices stay the same. */
    public NavigableSet<Instant> boundaries(Validity period) {
        NavigableSet<Instant> boundaries = new TreeSet<>();
        boundaries.add(period.from());
        subscriptions.stream()
                .flatMap(subscription -> Stream.concat(
                        Stream.of(
                                subscription.validity().from(),
                                subscription.validity().to()),
                        subscription.plan().boundaries()))
                .filter(period::contains)
                .forEach(boundaries::add);
        return boundaries;
    }

    /** A calendar month of the account's time zone. */
    public Validity month(YearMonth month) {
        return Validity.ofMonth(month, zone);
    }

    /** The instants of {@code period} at which a day of the account's time zone begins; the period is a finite one. */
    public NavigableSet<Instant> days(Validity period) {
        NavigableSet<Instant> days = new TreeSet<>();
        LocalDate.ofInstant(period.from(), zone)
                .datesUntil(LocalDate.ofInstant(period.to(), zone).plusDays(1))
                .map(day -> day.atStartOfDay(zone).toInstant())
                .filter(period::contains)
                .forEach(days::add);
        return days;
    }
}
