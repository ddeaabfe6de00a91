package io.turnpike.billing.limits;

import io.turnpike.flow.Limit;
import java.time.Instant;

/**
 * The newest limit of a resource.
 *
 * @param version rises with every limit, over all resources
 * @param since when it was decided
 * @param isApplied whether every node that was alive when it was asked had it in its packet path
 * @param applied what the nodes had last, this limit or one before it
 */
public record StandingLimit(
        String resourceId,
        int resourceNumber,
        long version,
        Rates rates,
        Instant since,
        boolean isApplied,
        Rates applied) {
    StandingLimit asApplied() {
        return new StandingLimit(resourceId, resourceNumber, version, rates, since, true, rates);
    }

    /** As the packet path gets it. */
    public Limit toWire() {
        return new Limit(
                resourceId,
                resourceNumber,
                version,
                rates.outBitsPerSecond(),
                rates.inBitsPerSecond(),
                rates.reason(),
                since.toEpochMilli());
    }
}
