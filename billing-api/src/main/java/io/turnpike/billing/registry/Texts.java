package io.turnpike.billing.registry;

import io.turnpike.billing.tariff.Price;
import io.turnpike.billing.tariff.PriceUnit;
import io.turnpike.billing.tariff.Validity;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.regex.Pattern;

/** Parsers of the texts in a declaration; each refuses with an IllegalArgumentException that says what is expected. */
final class Texts {
    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,30})?");
    private static final Pattern PROBE_PATH = Pattern.compile("/[!-~]{0,79}");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,78}[A-Za-z0-9])?");
    private static final Pattern STATUS_CLASS = Pattern.compile("[1-5]xx");
    private static final int LONGEST_PAYLOAD = 500;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_CHAIN = 65_536;

    private Texts() {}

    static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be 1 to 64 of a-z, 0-9, '.' and '-', with a letter or digit at both ends");
        }
        return text;
    }

    static String name(String text) {
        if (text.isBlank() || text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "must be 1 to " + LONGEST_NAME + " characters, none of them a control character");
        }
        return text;
    }

    /** An ISO 4217 code of a currency that has a minor unit to round to. */
    static Currency currency(String text) {
        try {
            Currency currency = Currency.getInstance(text);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException e) {
            // Answered below, in words that name the text.
        }
        throw new IllegalArgumentException("unknown currency '" + text + "', expected one of ISO 4217 such as CNY");
    }

    /** A region of the time zone database; offsets are refused, since they know no daylight saving. */
    static ZoneId zone(String text) {
        try {
            if (ZoneId.getAvailableZoneIds().contains(text)) {
                return ZoneId.of(text);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        throw new IllegalArgumentException("unknown time zone '" + text + "', expected one such as Asia/Shanghai");
    }

    static BigDecimal unitPrice(String text) {
        if (text.startsWith("-")) {
            throw new IllegalArgumentException("must not be negative");
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a decimal such as 0.80, below 1000000000");
        }
        BigDecimal price = new BigDecimal(text).stripTrailingZeros();
        if (price.scale() > Price.MAX_DECIMALS) {
            throw new IllegalArgumentException("must not have more than " + Price.MAX_DECIMALS + " decimals");
        }
        return price;
    }

    static PriceUnit priceUnit(String text) {
        return PriceUnit.parse(text).orElseThrow(() -> new IllegalArgumentException("must be GB or GiB"));
    }

    static Instant wholeMinute(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (Validity.isWholeMinute(instant)
                    && !instant.isBefore(Validity.BEGINNING)
                    && instant.isBefore(Validity.OPEN)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Answered below, in words that say what is expected.
        }
        throw new IllegalArgumentException("must be a whole minute in UTC such as 2026-11-23T17:05:00Z");
    }

    /** Form only: whether it is a chain of certificates is the matter of {@link CertificateRules}. */
    static String chain(String text) {
        if (text.length() > LONGEST_CHAIN) {
            throw new IllegalArgumentException("must be PEM of at most " + LONGEST_CHAIN + " characters");
        }
        if (text.contains("PRIVATE KEY")) {
            throw new IllegalArgumentException("has a private key in it: give that to the key servers only");
        }
        return text;
    }

    static String probeMethod(String text) {
        if (!text.equals("HEAD") && !text.equals("GET")) {
            throw new IllegalArgumentException("must be HEAD or GET");
        }
        return text;
    }

    /** What would end the request line is refused with all else that a path has not. */
    static String probePath(String text) {
        if (!PROBE_PATH.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a path such as /health, of at most 80 printable characters");
        }
        return text;
    }

    static String hostName(String text) {
        if (!HOST_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a host name such as www.example.com");
        }
        return text;
    }

    static String probePayload(String text) {
        if (text.isEmpty() || text.length() > LONGEST_PAYLOAD) {
            throw new IllegalArgumentException("must be 1 to " + LONGEST_PAYLOAD + " characters");
        }
        return text;
    }

    /** The first digit of a class of status codes. */
    static int statusClass(String text) {
        if (!STATUS_CLASS.matcher(text).matches()) {
            throw new IllegalArgumentException("must be one of 1xx to 5xx");
        }
        return text.charAt(0) - '0';
    }

    static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("must be one of " + Arrays.toString(type.getEnumConstants())));
    }
}
