package io.turnpike.billing.usage;

import io.turnpike.billing.rating.ChargeLine;
import io.turnpike.billing.rating.RatedUsage;
import io.turnpike.billing.rating.Rating;
import io.turnpike.billing.registry.Registry;
import io.turnpike.billing.tariff.Tariff;
import io.turnpike.billing.tariff.Validity;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Charges of accounts, recomputed from the usage at every request. */
@ApplicationScoped
public class ChargeReport {
    /** Stands for no account: no plan, and the code that ISO 4217 has for "no currency". */
    private static final Tariff UNATTRIBUTED = new Tariff("", Currency.getInstance("XXX"), ZoneOffset.UTC, List.of());

    private final UsageStore store;
    private final Registry registry;
    private final InstantSource clock;

    ChargeReport(UsageStore store, Registry registry, InstantSource clock) {
        this.store = store;
        this.registry = registry;
        this.clock = clock;
    }

    /** The charges of one account. */
    public record AccountCharges(Tariff tariff, List<ChargeLine> lines) {
        public BigDecimal total() {
            return Rating.total(tariff, lines);
        }
    }

    /**
     * The charges of one account or, if none is named, of all.
     *
     * @param month of each account's own calendar; empty for the current one
     */
    public List<AccountCharges> month(Optional<String> account, Optional<YearMonth> month) {
        return charges(tariffs(account), account, period(month));
    }

    /** The charges of one account on one day of its own calendar. */
    public record DayCharges(LocalDate day, AccountCharges charges) {}

    /** As {@link #month}, apart for each day on which there was usage; an amount of a day is exact before rounding. */
    public List<DayCharges> days(Optional<String> account, Optional<YearMonth> month) {
        List<Tariff> tariffs = tariffs(account);
        if (tariffs.isEmpty()) {
            return List.of();
        }
        Function<Tariff, Validity> period = period(month);
        List<UsageSum> sums = sums(tariffs, account, period, tariff -> {
            NavigableSet<Instant> boundaries = tariff.boundaries(period.apply(tariff));
            boundaries.addAll(tariff.days(period.apply(tariff)));
            return boundaries;
        });
        return tariffs.stream()
                .flatMap(tariff -> days(tariff, of(tariff, sums, period.apply(tariff))))
                .toList();
    }

    private static Stream<DayCharges> days(Tariff tariff, List<RatedUsage> usage) {
        Map<LocalDate, List<RatedUsage>> byDay = usage.stream()
                .collect(Collectors.groupingBy(
                        part -> LocalDate.ofInstant(part.from(), tariff.zone()), TreeMap::new, Collectors.toList()));
        return byDay.entrySet().stream()
                .map(day ->
                        new DayCharges(day.getKey(), new AccountCharges(tariff, Rating.rate(tariff, day.getValue()))));
    }

    private Function<Tariff, Validity> period(Optional<YearMonth> month) {
        return tariff -> tariff.month(
                month.orElseGet(() -> YearMonth.from(clock.instant().atZone(tariff.zone()))));
    }

    /** What everything so far would cost; for all accounts, this includes what could not be attributed to any. */
    List<AccountCharges> ever(Optional<String> account) {
        List<Tariff> tariffs = new ArrayList<>(tariffs(account));
        if (account.isEmpty()) {
            tariffs.add(UNATTRIBUTED);
        }
        return charges(tariffs, account, tariff -> Validity.ALWAYS);
    }

    private List<Tariff> tariffs(Optional<String> account) {
        Map<String, Tariff> all = registry.tariffs();
        return account.map(id -> Optional.ofNullable(all.get(id)).stream().toList())
                .orElseGet(() -> List.copyOf(all.values()));
    }

    private List<AccountCharges> charges(
            List<Tariff> tariffs, Optional<String> account, Function<Tariff, Validity> period) {
        if (tariffs.isEmpty()) {
            return List.of();
        }
        List<UsageSum> sums = sums(tariffs, account, period, tariff -> tariff.boundaries(period.apply(tariff)));
        return tariffs.stream()
                .map(tariff -> new AccountCharges(tariff, Rating.rate(tariff, of(tariff, sums, period.apply(tariff)))))
                .toList();
    }

    /** One query for all: it keeps every account's stretches apart, which does no harm to the others' sums. */
    private List<UsageSum> sums(
            Collection<Tariff> tariffs,
            Optional<String> account,
            Function<Tariff, Validity> period,
            Function<Tariff, NavigableSet<Instant>> cuts) {
        NavigableSet<Instant> boundaries = new TreeSet<>();
        List<Instant> ends = new ArrayList<>();
        for (Tariff tariff : tariffs) {
            boundaries.addAll(cuts.apply(tariff));
            ends.add(period.apply(tariff).to());
        }
        boundaries.addAll(ends);
        Validity whole = new Validity(boundaries.first(), boundaries.last());
        return store.sums(whole, boundaries.headSet(whole.to(), false), account);
    }

    private static List<RatedUsage> of(Tariff tariff, List<UsageSum> sums, Validity period) {
        return sums.stream()
                .filter(sum -> sum.account().equals(tariff.account()))
                .map(UsageSum::usage)
                .filter(usage -> period.contains(usage.from()))
                .toList();
    }
}
