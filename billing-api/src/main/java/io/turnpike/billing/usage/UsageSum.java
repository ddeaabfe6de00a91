package io.turnpike.billing.usage;

import io.turnpike.billing.rating.RatedUsage;

/** An account's octets of one stretch of time. */
record UsageSum(String account, RatedUsage usage) {}
