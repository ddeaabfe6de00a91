package io.turnpike.billing.registry;

import io.turnpike.billing.tariff.Price;
import java.util.Currency;
import java.util.List;

/** A plan as declared: its prices from the next whole minute on. */
record PlanSpec(String id, Currency currency, List<Price> prices) {
    PlanSpec {
        prices = List.copyOf(prices);
    }
}
