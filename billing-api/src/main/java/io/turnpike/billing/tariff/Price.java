package io.turnpike.billing.tariff;

import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;

/**
 * A flat price of the model BY_TRAFFIC.
 *
 * @param unitPrice in the plan's currency, at least 0, up to {@value #MAX_DECIMALS} decimals
 */
public record Price(TrafficPath path, Direction direction, PriceUnit unit, BigDecimal unitPrice, Validity validity) {
    public static final int MAX_DECIMALS = 10;

    /** The paths that have a public face, and so may have a price; the others are free by the rules of attribution. */
    public static final Set<TrafficPath> PRICED_PATHS =
            EnumSet.of(TrafficPath.SLB, TrafficPath.EIP, TrafficPath.NAT, TrafficPath.ECS, TrafficPath.IPV6GW);

    public Price {
        if (!PRICED_PATHS.contains(path)) {
            throw new IllegalArgumentException("the path " + path + " is never charged");
        }
        unitPrice = unitPrice.stripTrailingZeros();
        if (unitPrice.signum() < 0 || unitPrice.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException(
                    "unit price " + unitPrice + " is negative or has more than " + MAX_DECIMALS + " decimals");
        }
    }

    boolean applies(TrafficPath toPath, Direction toDirection) {
        return path == toPath && direction == toDirection;
    }
}
