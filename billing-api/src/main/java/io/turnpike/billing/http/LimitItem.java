package io.turnpike.billing.http;

import io.turnpike.billing.limitloop.LimitView;
import io.turnpike.billing.limits.StandingLimit;
import io.turnpike.billing.registry.Bandwidth;
import io.turnpike.flow.Limit;
import io.turnpike.flow.LimitReason;
import io.turnpike.flow.ResourceKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The limit of a resource; rates are null where there is none.
 *
 * @param usedOctets out in the month; null for an ECS, whose use of its public face is not counted apart
 * @param percent of the quota that is used, cut to one decimal
 * @param quotaWaived whether the limit of the quota was lifted for the month
 * @param version null until it is decided
 * @param state {@code applied} once every node that was alive had it, {@code pending} before
 */
record LimitItem(
        String resource,
        ResourceKind kind,
        String account,
        @Nullable Long outBitsPerSecond,
        @Nullable Long inBitsPerSecond,
        LimitReason reason,
        @Nullable Long capBitsPerSecond,
        @Nullable Long quotaOctetsPerMonth,
        @Nullable Long overQuotaBitsPerSecond,
        String month,
        @Nullable Long usedOctets,
        @Nullable BigDecimal percent,
        boolean quotaWaived,
        @Nullable Long version,
        String state,
        @Nullable Instant since) {
    static LimitItem of(LimitView view) {
        var resource = view.resource();
        Bandwidth bandwidth = resource.terms().bandwidth();
        Long quota = bandwidth.quotaOctetsPerMonth();
        Long used = resource.isCounted() ? view.use().octets() : null;
        return new LimitItem(
                resource.id(),
                resource.kind(),
                resource.account(),
                shown(view.wanted().outBitsPerSecond()),
                shown(view.wanted().inBitsPerSecond()),
                view.wanted().reason(),
                bandwidth.capBitsPerSecond(),
                quota,
                quota == null ? null : bandwidth.overQuotaBitsPerSecond(),
                view.use().month().toString(),
                used,
                quota == null || used == null ? null : percent(used, quota),
                resource.terms().isWaived(view.use().month()),
                view.decided().map(StandingLimit::version).orElse(null),
                (view.isApplied() ? State.APPLIED : State.PENDING).name().toLowerCase(Locale.ROOT),
                view.decided().map(StandingLimit::since).orElse(null));
    }

    private enum State {
        PENDING,
        APPLIED
    }

    private static @Nullable Long shown(long bitsPerSecond) {
        return bitsPerSecond == Limit.NONE ? null : bitsPerSecond;
    }

    private static BigDecimal percent(long used, long quota) {
        return BigDecimal.valueOf(used).movePointRight(2).divide(BigDecimal.valueOf(quota), 1, RoundingMode.DOWN);
    }
}
