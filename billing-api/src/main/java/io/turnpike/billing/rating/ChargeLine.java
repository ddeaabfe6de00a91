package io.turnpike.billing.rating;

import io.turnpike.billing.tariff.PriceUnit;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A line of a bill.
 *
 * @param quantity {@code chargeableOctets} in units, exact
 * @param amount rounded once, to the currency's minor unit, half away from zero
 * @param residual what the rounding took away or, negative, added: exact amount - amount
 */
public record ChargeLine(
        String account,
        String resource,
        TrafficPath path,
        Direction direction,
        String rule,
        @Nullable String plan,
        long octets,
        long chargeableOctets,
        PriceUnit unit,
        BigDecimal quantity,
        BigDecimal unitPrice,
        BigDecimal amount,
        Currency currency,
        BigDecimal residual) {

    static ChargeLine of(String account, Currency currency, ChargeKey key, long octets) {
        BigDecimal unitPrice = key.unitPrice();
        long chargeable = unitPrice == null ? 0 : octets;
        PriceUnit unit = key.unit() == null ? PriceUnit.GB : key.unit();
        BigDecimal quantity = unit.quantity(chargeable);
        BigDecimal exact = unitPrice == null ? BigDecimal.ZERO : quantity.multiply(unitPrice);
        BigDecimal amount = round(exact, currency);
        return new ChargeLine(
                account,
                key.resource(),
                key.path(),
                key.direction(),
                key.rule(),
                key.plan(),
                octets,
                chargeable,
                unit,
                quantity,
                unitPrice == null ? BigDecimal.ZERO : unitPrice,
                amount,
                currency,
                exact.subtract(amount));
    }

    /** HALF_UP of the JDK is half away from zero. "No currency" has no digits at all, and only ever sees zeros. */
    public static BigDecimal round(BigDecimal exact, Currency currency) {
        return exact.setScale(Math.max(0, currency.getDefaultFractionDigits()), RoundingMode.HALF_UP);
    }

    public BigDecimal exactAmount() {
        return amount.add(residual);
    }
}
