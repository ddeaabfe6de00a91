package io.turnpike.billing.registry;

import io.turnpike.billing.tariff.Plan;
import io.turnpike.billing.tariff.Price;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan as declared: its prices from the next whole minute on. */
record PlanSpec(String id, Currency currency, List<Price> prices) {
    PlanSpec {
        prices = List.copyOf(prices);
    }

    Change changeOf(@Nullable Plan known) {
        return Change.of(
                known != null,
                known != null && Set.copyOf(known.versions().getLast().prices()).equals(Set.copyOf(prices)));
    }
}
