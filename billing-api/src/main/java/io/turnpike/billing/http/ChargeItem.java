package io.turnpike.billing.http;

import io.turnpike.billing.rating.ChargeLine;
import io.turnpike.billing.usage.ChargeReport.AccountCharges;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of a bill as the API shows it; exact decimals are texts, since JSON numbers are read as binary ones. */
record ChargeItem(
        String account,
        String resource,
        TrafficPath path,
        Direction direction,
        String rule,
        @Nullable String plan,
        long octets,
        long chargeableOctets,
        String unit,
        String quantity,
        String unitPrice,
        String amount,
        String currency,
        String residual) {

    static ChargeItem of(ChargeLine line) {
        return new ChargeItem(
                line.account(),
                line.resource(),
                line.path(),
                line.direction(),
                line.rule(),
                line.plan(),
                line.octets(),
                line.chargeableOctets(),
                line.unit().toString(),
                Decimals.shortest(line.quantity()),
                Decimals.shortest(line.unitPrice()),
                line.amount().toPlainString(),
                line.currency().getCurrencyCode(),
                Decimals.shortest(line.residual()));
    }

    /** What an account owes for the month. */
    record Total(String account, String currency, String amount) {
        static Total of(AccountCharges charges) {
            return new Total(
                    charges.tariff().account(),
                    charges.tariff().currency().getCurrencyCode(),
                    charges.total().toPlainString());
        }
    }

    /** The answer. */
    record Bill(List<ChargeItem> items, List<Total> totals) {
        static Bill of(List<AccountCharges> charges) {
            return new Bill(
                    charges.stream()
                            .flatMap(account -> account.lines().stream())
                            .map(ChargeItem::of)
                            .toList(),
                    charges.stream().map(Total::of).toList());
        }
    }
}
