package io.turnpike.billing.tariff;

import java.time.Instant;
import java.util.List;

/** The prices of a plan as declared at one time; in force from then until the next version. */
public record PlanVersion(Instant from, List<Price> prices) {
    public PlanVersion {
        if (!Validity.isWholeMinute(from)) {
            throw new IllegalArgumentException("a version begins at a whole minute, not at " + from);
        }
        prices = List.copyOf(prices);
    }
}
