package io.turnpike.billing.usage;

import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * The way of a resource's octets on one path, from the node's own count to the bill; all of them since the beginning.
 *
 * @param account empty for what could not be attributed
 * @param countedOctets what the nodes' cells show, or null where nodes keep no cell for such octets; an ECS interface has
 *     one cell for all its paths
 * @param amount rounded as if it were one line of a bill
 * @param exactAmount before rounding
 * @param ageSeconds since the newest report of a node that carries the resource, null if there is none
 */
public record WayItem(
        String account,
        String resource,
        TrafficPath path,
        @Nullable Long countedOctets,
        long attributedOctets,
        long chargeableOctets,
        BigDecimal amount,
        BigDecimal exactAmount,
        Currency currency,
        @Nullable Long ageSeconds) {}
