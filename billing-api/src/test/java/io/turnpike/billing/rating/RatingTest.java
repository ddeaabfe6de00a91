package io.turnpike.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.billing.tariff.Chargeability;
import io.turnpike.billing.tariff.Plan;
import io.turnpike.billing.tariff.PlanVersion;
import io.turnpike.billing.tariff.Price;
import io.turnpike.billing.tariff.PriceUnit;
import io.turnpike.billing.tariff.Subscription;
import io.turnpike.billing.tariff.Tariff;
import io.turnpike.billing.tariff.Tariffs;
import io.turnpike.billing.tariff.Validity;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingTest {
    private static final Instant MINUTE = Instant.parse("2026-11-23T17:05:00Z");

    private static RatedUsage slbOut(long octets) {
        return usage(Chargeability.ALWAYS, Direction.OUT, octets);
    }

    private static RatedUsage usage(Chargeability chargeability, Direction direction, long octets) {
        return new RatedUsage("slb-web", TrafficPath.SLB, direction, "R1", chargeability, MINUTE, octets);
    }

    private static ChargeLine only(Tariff tariff, RatedUsage... usage) {
        List<ChargeLine> lines = Rating.rate(tariff, List.of(usage));
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    @Test
    void shouldChargeOctetsTimesUnitPriceExactly() {
        ChargeLine line = only(Tariffs.tariff(Tariffs.slbOut("0.80")), slbOut(12_345_678_901L));
        assertThat(line.quantity()).isEqualByComparingTo("12.345678901");
        assertThat(line.amount()).isEqualTo(new BigDecimal("9.88"));
        assertThat(line.residual()).isEqualByComparingTo("-0.0034568792");
        assertThat(line.exactAmount()).isEqualByComparingTo("9.8765431208");
        assertThat(line.chargeableOctets()).isEqualTo(12_345_678_901L);
        assertThat(line.plan()).isEqualTo("standard");
    }

    @Test
    void shouldRoundHalfAwayFromZero() {
        Tariff tariff = Tariffs.tariff(Tariffs.slbOut("0.05"));
        assertThat(only(tariff, slbOut(100_000_000)).amount()).isEqualTo(new BigDecimal("0.01"));
        assertThat(only(tariff, slbOut(99_999_999)).amount()).isEqualTo(new BigDecimal("0.00"));
        assertThat(only(tariff, slbOut(300_000_000)).amount()).isEqualTo(new BigDecimal("0.02"));
    }

    @Test
    void shouldRoundToTheMinorUnitOfTheCurrency() {
        Currency yen = Currency.getInstance("JPY");
        Plan plan = new Plan("yen", yen, List.of(new PlanVersion(Validity.BEGINNING, List.of(Tariffs.slbOut("1.5")))));
        ChargeLine line = only(Tariffs.tariff(yen, new Subscription(plan, Validity.ALWAYS)), slbOut(1_000_000_000));
        assertThat(line.amount()).isEqualTo(new BigDecimal("2"));
        assertThat(line.residual()).isEqualByComparingTo("-0.5");
    }

    @Test
    void shouldKnowGibibytes() {
        Price price = new Price(
                TrafficPath.SLB, Direction.OUT, PriceUnit.GIB, new BigDecimal("0.0000000001"), Validity.ALWAYS);
        ChargeLine line = only(Tariffs.tariff(price), slbOut(1));
        assertThat(line.quantity()).isEqualByComparingTo(BigDecimal.ONE.divide(BigDecimal.TWO.pow(30)));
        assertThat(line.exactAmount().movePointRight(10)).isEqualByComparingTo(line.quantity());
    }

    @Test
    void shouldShowButNotChargeWhatHasNoPrice() {
        Tariff tariff = Tariffs.tariff(Tariffs.slbOut("0.80"));
        ChargeLine ingress = only(tariff, usage(Chargeability.BY_PLAN, Direction.IN, 5_000_000_000L));
        assertThat(ingress.octets()).isEqualTo(5_000_000_000L);
        assertThat(ingress.chargeableOctets()).isZero();
        assertThat(ingress.amount()).isEqualByComparingTo("0");
        ChargeLine never = only(tariff, usage(Chargeability.NEVER, Direction.OUT, 5_000_000_000L));
        assertThat(never.chargeableOctets()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"NAT, OUT", "NAT, IN", "IPV6GW, OUT", "IPV6GW, IN", "EIP, IN", "ECS, IN", "SLB, IN"})
    void shouldChargeByPlanWhateverHasAPublicFace(TrafficPath path, Direction direction) {
        RatedUsage usage =
                new RatedUsage("eip-1", path, direction, "R5", Chargeability.BY_PLAN, MINUTE, 2_000_000_000L);
        Price price = Tariffs.price(path, direction, "0.80", Validity.ALWAYS);
        assertThat(only(Tariffs.tariff(price), usage).amount()).isEqualTo(new BigDecimal("1.60"));
        assertThat(only(Tariffs.tariff(new Price[0]), usage).chargeableOctets()).isZero();
    }

    @Test
    void shouldRoundOnceForManyMinutes() {
        Tariff tariff = Tariffs.tariff(Tariffs.slbOut("0.80"));
        ChargeLine line = only(tariff, slbOut(6_000_000), slbOut(6_000_000), slbOut(6_000_000));
        assertThat(line.amount()).isEqualTo(new BigDecimal("0.01"));
        assertThat(line.residual()).isEqualByComparingTo("0.0044");
    }
}
