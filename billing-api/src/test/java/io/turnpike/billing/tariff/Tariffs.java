package io.turnpike.billing.tariff;

import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;

/** Tariffs for tests. */
public final class Tariffs {
    public static final Currency CNY = Currency.getInstance("CNY");
    public static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private Tariffs() {}

    public static Price price(TrafficPath path, Direction direction, String unitPrice, Validity validity) {
        return new Price(path, direction, PriceUnit.GB, new BigDecimal(unitPrice), validity);
    }

    public static Price slbOut(String unitPrice) {
        return price(TrafficPath.SLB, Direction.OUT, unitPrice, Validity.ALWAYS);
    }

    public static Validity from(String instant) {
        return new Validity(Instant.parse(instant), Validity.OPEN);
    }

    public static Validity until(String instant) {
        return new Validity(Validity.BEGINNING, Instant.parse(instant));
    }

    public static Plan plan(String id, Price... prices) {
        return new Plan(id, CNY, List.of(new PlanVersion(Validity.BEGINNING, List.of(prices))));
    }

    public static Tariff tariff(Price... prices) {
        return tariff(new Subscription(plan("standard", prices), Validity.ALWAYS));
    }

    public static Tariff tariff(Subscription... subscriptions) {
        return tariff(CNY, subscriptions);
    }

    public static Tariff tariff(Currency currency, Subscription... subscriptions) {
        return new Tariff("acme", currency, SHANGHAI, Stream.of(subscriptions).toList());
    }
}
