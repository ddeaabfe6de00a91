package io.turnpike.billing.tariff;

import static io.turnpike.billing.tariff.Tariffs.price;
import static io.turnpike.billing.tariff.Tariffs.slbOut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TariffTest {
    private static final Instant CHANGE = Instant.parse("2026-11-23T17:05:00Z");
    private static final Instant MINUTE_BEFORE = Instant.parse("2026-11-23T17:04:00Z");

    @Test
    void shouldPriceIngressFromTheGivenMinuteOn() {
        Tariff tariff = Tariffs.tariff(
                slbOut("0.80"), price(TrafficPath.SLB, Direction.IN, "0.10", Tariffs.from("2026-11-23T17:05:00Z")));
        assertThat(tariff.charges(Chargeability.BY_PLAN, MINUTE_BEFORE, TrafficPath.SLB, Direction.IN))
                .isFalse();
        assertThat(tariff.charges(Chargeability.BY_PLAN, CHANGE, TrafficPath.SLB, Direction.IN))
                .isTrue();
        assertThat(tariff.charges(Chargeability.NEVER, CHANGE, TrafficPath.SLB, Direction.IN))
                .isFalse();
    }

    @Test
    void shouldKeepThePricesOfAnEarlierVersion() {
        Plan plan = new Plan(
                "standard",
                Tariffs.CNY,
                List.of(
                        new PlanVersion(Validity.BEGINNING, List.of(slbOut("0.80"))),
                        new PlanVersion(CHANGE, List.of(slbOut("0.90")))));
        Tariff tariff = Tariffs.tariff(new Subscription(plan, Validity.ALWAYS));
        assertThat(tariff.priceAt(MINUTE_BEFORE, TrafficPath.SLB, Direction.OUT))
                .map(Price::unitPrice)
                .contains(new BigDecimal("0.8"));
        assertThat(tariff.priceAt(CHANGE, TrafficPath.SLB, Direction.OUT))
                .map(Price::unitPrice)
                .contains(new BigDecimal("0.9"));
    }

    @Test
    void shouldFollowTheAccountFromPlanToPlan() {
        Tariff tariff = Tariffs.tariff(
                new Subscription(Tariffs.plan("old"), Tariffs.until("2026-11-23T17:05:00Z")),
                new Subscription(Tariffs.plan("new"), Tariffs.from("2026-11-23T17:05:00Z")));
        assertThat(tariff.planAt(MINUTE_BEFORE)).map(Plan::id).contains("old");
        assertThat(tariff.planAt(CHANGE)).map(Plan::id).contains("new");
    }

    @Test
    void shouldBeginAMonthAtMidnightOfTheAccountsZone() {
        assertThat(Tariffs.tariff(slbOut("0.80")).month(YearMonth.of(2026, 11)))
                .isEqualTo(new Validity(Instant.parse("2026-10-31T16:00:00Z"), Instant.parse("2026-11-30T16:00:00Z")));
    }

    @Test
    void shouldKnowMonthsOfHalfHourZonesAndOfDaylightSaving() {
        Tariff kolkata = new Tariff("acme", Tariffs.CNY, ZoneId.of("Asia/Kolkata"), List.of());
        assertThat(kolkata.month(YearMonth.of(2026, 1)).from()).isEqualTo(Instant.parse("2025-12-31T18:30:00Z"));
        Tariff berlin = new Tariff("acme", Tariffs.CNY, ZoneId.of("Europe/Berlin"), List.of());
        assertThat(berlin.month(YearMonth.of(2026, 10)))
                .isEqualTo(new Validity(Instant.parse("2026-09-30T22:00:00Z"), Instant.parse("2026-10-31T23:00:00Z")));
    }

    @Test
    void shouldRefusePricesThatAreNone() {
        assertThatThrownBy(() -> slbOut("-0.01")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> slbOut("0.12345678901")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> price(TrafficPath.INTERNAL, Direction.OUT, "1", Validity.ALWAYS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
