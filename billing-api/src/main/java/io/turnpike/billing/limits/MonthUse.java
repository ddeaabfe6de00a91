package io.turnpike.billing.limits;

import java.time.YearMonth;

/** Octets out in a month of the account's calendar, so far. */
public record MonthUse(YearMonth month, long octets) {}
