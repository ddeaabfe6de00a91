package io.turnpike.billing.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; what cannot be read is refused with the parameter's name. */
final class Parameters {
    private static final Pattern ID = Pattern.compile("[a-z0-9.-]{1,64}");
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2099;

    private Parameters() {}

    static Optional<String> id(String name, @Nullable String text) {
        if (text != null && !ID.matcher(text).matches()) {
            throw bad(name, "must be an id of a-z, 0-9, '.' and '-'");
        }
        return Optional.ofNullable(text);
    }

    static String required(String name, @Nullable String text) {
        return id(name, text).orElseThrow(() -> bad(name, "is required"));
    }

    static Optional<Instant> instant(String name, @Nullable String text) {
        return time(name, text, Instant::parse, "must be a time in UTC such as 2026-11-23T17:05:00Z");
    }

    static Optional<YearMonth> month(String name, @Nullable String text) {
        Optional<YearMonth> month = time(name, text, YearMonth::parse, "must be a month such as 2026-11");
        month.ifPresent(value -> {
            if (value.getYear() < FIRST_YEAR || value.getYear() > LAST_YEAR) {
                throw bad(name, "must be in the years " + FIRST_YEAR + " to " + LAST_YEAR);
            }
        });
        return month;
    }

    private static <T> Optional<T> time(
            String name, @Nullable String text, Function<String, T> parser, String expected) {
        try {
            return Optional.ofNullable(text).map(parser);
        } catch (DateTimeException e) {
            throw bad(name, expected);
        }
    }

    static boolean flag(String name, @Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw bad(name, "must be true or false");
        }
        return "true".equals(text);
    }

    static int limit(@Nullable String text, int absent, int most) {
        if (text == null) {
            return absent;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Answered below, in words that say what is expected.
        }
        throw bad("limit", "must be an integer from 1 to " + most);
    }

    static BadRequestException bad(String name, String expected) {
        return new BadRequestException("the parameter '" + name + "' " + expected);
    }
}
