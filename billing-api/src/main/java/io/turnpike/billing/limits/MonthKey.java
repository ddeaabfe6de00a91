package io.turnpike.billing.limits;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/** A month of a resource as its account's calendar has it. */
public record MonthKey(int resourceNumber, String account, YearMonth month) {
    public static MonthKey of(int resourceNumber, String account, Instant at, ZoneId zone) {
        return new MonthKey(resourceNumber, account, YearMonth.from(at.atZone(zone)));
    }
}
