package io.turnpike.billing.rating;

import io.turnpike.billing.tariff.Chargeability;
import io.turnpike.billing.tariff.Plan;
import io.turnpike.billing.tariff.Price;
import io.turnpike.billing.tariff.Tariff;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts prices on usage. The result depends neither on the order of the usage nor on how finely it was cut. */
public final class Rating {
    private Rating() {}

    /** The lines of one account, in the order of resource, path, direction, rule, plan and price. */
    public static List<ChargeLine> rate(Tariff tariff, Collection<RatedUsage> usage) {
        Map<ChargeKey, Long> octets = new TreeMap<>();
        for (RatedUsage part : usage) {
            octets.merge(key(tariff, part), part.octets(), Math::addExact);
        }
        return octets.entrySet().stream()
                .map(entry -> ChargeLine.of(tariff.account(), tariff.currency(), entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What the account owes: the sum of its lines, each of them rounded already. */
    public static BigDecimal total(Tariff tariff, Collection<ChargeLine> lines) {
        BigDecimal zero = ChargeLine.round(BigDecimal.ZERO, tariff.currency());
        return lines.stream().map(ChargeLine::amount).reduce(zero, BigDecimal::add);
    }

    private static ChargeKey key(Tariff tariff, RatedUsage usage) {
        Optional<Price> price = usage.chargeability() == Chargeability.NEVER
                ? Optional.empty()
                : tariff.priceAt(usage.from(), usage.path(), usage.direction());
        return new ChargeKey(
                usage.resource(),
                usage.path(),
                usage.direction(),
                usage.rule(),
                tariff.planAt(usage.from()).map(Plan::id).orElse(null),
                price.map(Price::unit).orElse(null),
                price.map(Price::unitPrice).orElse(null));
    }
}
