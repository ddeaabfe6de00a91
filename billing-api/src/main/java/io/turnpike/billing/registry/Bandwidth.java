package io.turnpike.billing.registry;

import org.jspecify.annotations.Nullable;

/**
 * How fast a resource may send to the Internet, as declared.
 *
 * @param capBitsPerSecond at least 1; null for no cap
 * @param quotaOctetsPerMonth octets out in a calendar month of the account's time zone, at least 1; null for no quota
 * @param overQuotaBitsPerSecond what is left for the rest of the month once the quota is used up, at least 1
 */
public record Bandwidth(
        @Nullable Long capBitsPerSecond, @Nullable Long quotaOctetsPerMonth, long overQuotaBitsPerSecond) {
    static final long DEFAULT_OVER_QUOTA = 1_000_000;

    /** Neither cap nor quota. */
    public static final Bandwidth UNLIMITED = new Bandwidth(null, null, DEFAULT_OVER_QUOTA);
}
