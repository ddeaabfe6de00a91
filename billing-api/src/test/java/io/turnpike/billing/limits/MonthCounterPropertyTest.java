package io.turnpike.billing.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MonthCounterPropertyTest {
    private static final MonthKey MONTH = new MonthKey(1, "acme", YearMonth.of(2026, 11));

    /** What one set of counters of a node said one after the other. */
    record Counters(CellKey cell, List<Long> counts) {}

    private record Report(CellKey cell, long octets) {}

    @Provide
    Arbitrary<List<Counters>> fleet() {
        Arbitrary<CellKey> cells = Combinators.combine(
                        Arbitraries.of("director1", "director2"),
                        Arbitraries.longs().between(1, 3))
                .as((node, epoch) -> new CellKey(node, epoch, 1, 7));
        Arbitrary<List<Long>> rises =
                Arbitraries.longs().between(0, 1L << 40).list().ofMinSize(1).ofMaxSize(12);
        return Combinators.combine(cells, rises)
                .as((cell, steps) -> new Counters(cell, cumulative(steps)))
                .list()
                .uniqueElements(Counters::cell)
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static List<Long> cumulative(List<Long> rises) {
        List<Long> counts = new ArrayList<>();
        long sum = 0;
        for (long rise : rises) {
            sum += rise;
            counts.add(sum);
        }
        return counts;
    }

    private static List<Report> reports(List<Counters> fleet) {
        List<Report> reports = new ArrayList<>();
        fleet.forEach(counters ->
                counters.counts().forEach(octets -> reports.add(new Report(counters.cell(), octets))));
        return reports;
    }

    private static long total(List<Counters> fleet) {
        return fleet.stream().mapToLong(counters -> counters.counts().getLast()).sum();
    }

    @Property
    void shouldCountOnceWhateverIsRepeatedReorderedOrLost(@ForAll("fleet") List<Counters> fleet, @ForAll long seed) {
        Random random = new Random(seed);
        List<Report> sent = new ArrayList<>();
        for (Counters counters : fleet) {
            for (long octets : counters.counts()) {
                // Lost, sent once, or sent twice; the newest always gets through at last.
                int times = octets == counters.counts().getLast() ? 1 + random.nextInt(2) : random.nextInt(3);
                sent.addAll(Collections.nCopies(times, new Report(counters.cell(), octets)));
            }
        }
        Collections.shuffle(sent, random);
        MonthCounter counter = new MonthCounter(Map.of(), Map.of());
        sent.forEach(report -> counter.take(report.cell(), report.octets(), MONTH));
        assertThat(counter.octets(MONTH)).isEqualTo(total(fleet));
    }

    @Property
    void shouldGoOnFromWhatWasKeptWhereverItStopped(@ForAll("fleet") List<Counters> fleet, @ForAll long seed) {
        Random random = new Random(seed);
        List<Report> log = reports(fleet);
        Map<CellKey, Long> cells = new HashMap<>();
        Map<MonthKey, Long> months = new HashMap<>();
        int offset = 0;
        while (offset < log.size()) {
            MonthCounter counter = new MonthCounter(cells, months);
            int read = 1 + random.nextInt(log.size() - offset);
            log.subList(offset, offset + read).forEach(r -> counter.take(r.cell(), r.octets(), MONTH));
            if (random.nextInt(3) > 0) {
                cells.putAll(counter.changedCells());
                months.putAll(counter.changedSums());
                offset += read;
            }
        }
        assertThat(months.getOrDefault(MONTH, 0L)).isEqualTo(total(fleet));
    }

    @Property(tries = 300)
    void shouldPutEachSecondInTheMonthThatTheAccountsCalendarHas(
            @ForAll("zones") ZoneId zone, @ForAll("edges") LocalDateTime edge) {
        // Where clocks are put forward over midnight, the month begins at the first instant that there is.
        Instant begin = edge.toLocalDate().atStartOfDay(zone).toInstant();
        YearMonth month = YearMonth.from(edge);
        assertThat(MonthKey.of(1, "acme", begin, zone).month()).isEqualTo(month);
        assertThat(MonthKey.of(1, "acme", begin.minusMillis(1), zone).month()).isEqualTo(month.minusMonths(1));
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        assertThat(MonthKey.of(1, "acme", end.minusMillis(1), zone).month()).isEqualTo(month);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        // With changes of the clock on the first of a month or at midnight, half hours, and the ends of the day.
        return Arbitraries.of(
                        "Asia/Shanghai",
                        "Europe/Berlin",
                        "America/New_York",
                        "America/Asuncion",
                        "America/Havana",
                        "Asia/Amman",
                        "Australia/Lord_Howe",
                        "Asia/Kathmandu",
                        "Pacific/Apia",
                        "Pacific/Kiritimati",
                        "Africa/Casablanca",
                        "UTC")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<LocalDateTime> edges() {
        return Combinators.combine(
                        Arbitraries.integers().between(2000, 2099),
                        Arbitraries.integers().between(1, 12))
                .as((year, month) -> LocalDateTime.of(year, month, 1, 0, 0));
    }
}
