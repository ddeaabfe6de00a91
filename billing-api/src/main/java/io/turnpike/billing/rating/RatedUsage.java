package io.turnpike.billing.rating;

import io.turnpike.billing.tariff.Chargeability;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.time.Instant;

/**
 * Octets of a stretch of time in which the account's tariff does not change.
 *
 * @param from the first minute of the stretch
 */
public record RatedUsage(
        String resource,
        TrafficPath path,
        Direction direction,
        String rule,
        Chargeability chargeability,
        Instant from,
        long octets) {
    public RatedUsage {
        if (octets < 0) {
            throw new IllegalArgumentException(octets + " octets");
        }
    }
}
