package io.turnpike.billing.limitloop;

import io.turnpike.billing.limits.LimitedResource;
import io.turnpike.billing.limits.MonthUse;
import io.turnpike.billing.limits.Rates;
import io.turnpike.billing.limits.StandingLimit;
import java.util.Optional;

/**
 * The limit of a resource and what it comes from.
 *
 * @param wanted what the resource is to have now
 * @param standing the newest limit that was decided, which differs from what is wanted for a moment after a change
 */
public record LimitView(LimitedResource resource, MonthUse use, Rates wanted, Optional<StandingLimit> standing) {
    /** Whether the packet path has what is wanted. */
    public boolean isApplied() {
        return decided().map(StandingLimit::isApplied).orElse(wanted.equals(Rates.UNLIMITED) && standing.isEmpty());
    }

    /** The decision for what is wanted, if it was made already. */
    public Optional<StandingLimit> decided() {
        return standing.filter(limit -> limit.rates().equals(wanted));
    }
}
