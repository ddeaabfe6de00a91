package io.turnpike.billing.limits;

import io.turnpike.flow.Limit;
import io.turnpike.flow.LimitReason;

/** What a resource's public face may carry, and why; {@link Limit#NONE} for a direction without a limit. */
public record Rates(long outBitsPerSecond, long inBitsPerSecond, LimitReason reason) {
    public static final Rates UNLIMITED = new Rates(Limit.NONE, Limit.NONE, LimitReason.NONE);

    static Rates out(long bitsPerSecond, LimitReason reason) {
        return new Rates(bitsPerSecond, Limit.NONE, reason);
    }
}
