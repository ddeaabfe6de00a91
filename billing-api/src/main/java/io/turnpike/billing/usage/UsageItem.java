package io.turnpike.billing.usage;

import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.time.Instant;

/**
 * A minute of usage as the API shows it.
 *
 * @param to exclusive
 * @param chargeableOctets all of the octets, if the plan in force at that minute has a price for them, else 0
 */
public record UsageItem(
        Instant from,
        Instant to,
        String account,
        String resource,
        long bindingId,
        TrafficPath path,
        Direction direction,
        String rule,
        String reason,
        long octets,
        long packets,
        long chargeableOctets,
        UsageState state) {}
