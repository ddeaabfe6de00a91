package io.turnpike.billing.limits;

import java.time.YearMonth;

/** A limit by quota that a person lifted; it counts for this month and this quota only. */
public record QuotaWaiver(YearMonth month, long quotaOctets) {}
