package io.turnpike.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.billing.tariff.Chargeability;
import io.turnpike.billing.tariff.Tariff;
import io.turnpike.billing.tariff.Tariffs;
import io.turnpike.billing.tariff.Validity;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class RatingPropertyTest {
    private static final Instant START = Instant.parse("2026-11-23T17:00:00Z");
    private static final int MINUTES = 60;

    private static Instant minute(int number) {
        return START.plus(number, ChronoUnit.MINUTES);
    }

    private static RatedUsage ingress(Instant from, long octets) {
        return new RatedUsage("slb-web", TrafficPath.SLB, Direction.IN, "R2", Chargeability.BY_PLAN, from, octets);
    }

    private static List<RatedUsage> byMinute(List<Long> octets) {
        List<RatedUsage> usage = new ArrayList<>();
        for (int i = 0; i < octets.size(); i++) {
            usage.add(ingress(minute(i), octets.get(i)));
        }
        return usage;
    }

    /** What the store answers with: one sum for each stretch of the tariff. */
    private static List<RatedUsage> byStretch(List<RatedUsage> minutes, Tariff tariff) {
        NavigableSet<Instant> boundaries = tariff.boundaries(new Validity(START, minute(MINUTES)));
        Map<Instant, Long> sums = new TreeMap<>();
        minutes.forEach(usage -> sums.merge(boundaries.floor(usage.from()), usage.octets(), Long::sum));
        return sums.entrySet().stream()
                .map(sum -> ingress(sum.getKey(), sum.getValue()))
                .toList();
    }

    private static Tariff ingressPricedFrom(Instant from, BigDecimal unitPrice) {
        return Tariffs.tariff(Tariffs.price(
                TrafficPath.SLB, Direction.IN, unitPrice.toPlainString(), new Validity(from, Validity.OPEN)));
    }

    @Property
    void aPriceThatStartsAtAMinuteSplitsTheUsageExactlyThere(
            @ForAll @Size(MINUTES) List<@LongRange(max = 1_000_000_000_000L) Long> octets,
            @ForAll @IntRange(min = 1, max = MINUTES - 1) int start) {
        Tariff tariff = ingressPricedFrom(minute(start), new BigDecimal("0.10"));
        List<ChargeLine> lines = Rating.rate(tariff, byStretch(byMinute(octets), tariff));
        long before =
                octets.subList(0, start).stream().mapToLong(Long::longValue).sum();
        long after = octets.subList(start, MINUTES).stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(lines.stream().mapToLong(ChargeLine::octets).sum()).isEqualTo(before + after);
        assertThat(lines.stream().mapToLong(ChargeLine::chargeableOctets).sum()).isEqualTo(after);
    }

    @Property
    void theSumOfThePartsIsTheWhole(
            @ForAll @Size(MINUTES) List<@LongRange(max = 1_000_000_000_000L) Long> octets,
            @ForAll @IntRange(min = 0, max = MINUTES) int start,
            @ForAll @BigRange(min = "0", max = "999") @Scale(10) BigDecimal unitPrice,
            @ForAll Random random) {
        Tariff tariff = ingressPricedFrom(minute(start), unitPrice);
        List<RatedUsage> minutes = byMinute(octets);
        List<ChargeLine> expected = Rating.rate(tariff, minutes);
        assertThat(Rating.rate(tariff, byStretch(minutes, tariff))).isEqualTo(expected);
        Collections.shuffle(minutes, random);
        assertThat(Rating.rate(tariff, minutes)).isEqualTo(expected);
    }

    @Property
    void amountAndResidualAreTheExactAmount(
            @ForAll @LongRange(max = 1_000_000_000_000_000L) long octets,
            @ForAll @BigRange(min = "0", max = "999999") @Scale(10) BigDecimal unitPrice) {
        Tariff tariff = ingressPricedFrom(START, unitPrice);
        ChargeLine line = Rating.rate(tariff, List.of(ingress(START, octets))).getFirst();
        BigDecimal exact = new BigDecimal(octets).movePointLeft(9).multiply(unitPrice);
        assertThat(line.exactAmount()).isEqualByComparingTo(exact);
        assertThat(line.residual().abs()).isLessThanOrEqualTo(new BigDecimal("0.005"));
        assertThat(line.amount().scale()).isEqualTo(2);
    }
}
