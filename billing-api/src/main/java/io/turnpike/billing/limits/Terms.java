package io.turnpike.billing.limits;

import io.turnpike.billing.registry.Bandwidth;
import io.turnpike.flow.LimitReason;
import java.time.YearMonth;
import java.util.Optional;

/**
 * What a resource's limit is decided from, beside its use. The strongest first: a manual limit, then that of a quota
 * that is used up, then the cap.
 *
 * @param manual rates of the reason MANUAL
 */
public record Terms(Bandwidth bandwidth, Optional<Rates> manual, Optional<QuotaWaiver> waiver) {
    public static final Terms NONE = new Terms(Bandwidth.UNLIMITED, Optional.empty(), Optional.empty());

    /** The limit that the resource is to have now. */
    public Rates decide(MonthUse use) {
        if (manual.isPresent()) {
            return manual.get();
        }
        if (isUsedUp(use.octets()) && !isWaived(use.month())) {
            return Rates.out(overQuota(), LimitReason.QUOTA);
        }
        Long cap = bandwidth.capBitsPerSecond();
        return cap == null ? Rates.UNLIMITED : Rates.out(cap, LimitReason.CAP);
    }

    /** Whether nothing of the quota is left. */
    public boolean isUsedUp(long octets) {
        Long quota = bandwidth.quotaOctetsPerMonth();
        return quota != null && octets >= quota;
    }

    /** Whether a person lifted the limit of this quota for the month. */
    public boolean isWaived(YearMonth month) {
        Long quota = bandwidth.quotaOctetsPerMonth();
        return quota != null && waiver.equals(Optional.of(new QuotaWaiver(month, quota)));
    }

    /** Using up a quota never makes a resource faster than its cap. */
    private long overQuota() {
        Long cap = bandwidth.capBitsPerSecond();
        return cap == null ? bandwidth.overQuotaBitsPerSecond() : Math.min(cap, bandwidth.overQuotaBitsPerSecond());
    }
}
