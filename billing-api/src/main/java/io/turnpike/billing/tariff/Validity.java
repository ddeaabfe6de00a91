package io.turnpike.billing.tariff;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** A half-open interval of whole minutes, so that no minute row of usage ever has to be split. */
public record Validity(Instant from, Instant to) {
    /** Earlier than all usage. */
    public static final Instant BEGINNING = Instant.EPOCH;

    /** Later than all usage. */
    public static final Instant OPEN = Instant.parse("9999-12-31T00:00:00Z");

    public static final Validity ALWAYS = new Validity(BEGINNING, OPEN);

    public Validity {
        if (!isWholeMinute(from) || !isWholeMinute(to)) {
            throw new IllegalArgumentException(from + ".." + to + " is not of whole minutes");
        }
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(from + ".." + to + " is empty");
        }
    }

    /** A calendar month of a time zone. */
    public static Validity ofMonth(YearMonth month, ZoneId zone) {
        return new Validity(
                month.atDay(1).atStartOfDay(zone).toInstant(),
                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
    }

    public static boolean isWholeMinute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES).equals(instant);
    }

    /** The first whole minute after {@code now}: when a change of plan takes effect. */
    public static Instant nextWholeMinute(Instant now) {
        return now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    public boolean overlaps(Validity other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }
}
