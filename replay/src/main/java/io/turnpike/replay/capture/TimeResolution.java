package io.turnpike.replay.capture;

import java.util.OptionalLong;

/**
 * What a time in a pcapng file counts (options if_tsresol and if_tsoffset of its interface).
 *
 * @param binary whether units are powers of two, else of ten
 * @param exponent units a second are 2 or 10 to the power of this
 * @param offsetSeconds added to every time
 */
record TimeResolution(boolean binary, int exponent, long offsetSeconds) {
    static final TimeResolution MICROSECONDS = new TimeResolution(false, 6, 0);
    private static final int LARGEST_DECIMAL = 19;
    private static final int LARGEST_BINARY = 63;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The last second, 2262, that nanoseconds since 1970 can say. */
    private static final long LAST_SECOND = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    /** What the octet of if_tsresol says. */
    TimeResolution withResolution(int octet) {
        return new TimeResolution((octet & 0x80) != 0, octet & 0x7f, offsetSeconds);
    }

    TimeResolution withOffset(long seconds) {
        return new TimeResolution(binary, exponent, seconds);
    }

    boolean isSupported() {
        return exponent <= (binary ? LARGEST_BINARY : LARGEST_DECIMAL);
    }

    /** Nanoseconds since 1970, rounded down; empty if that is before 1970 or after 2262. */
    OptionalLong nanos(long time) {
        long unitsPerSecond = unitsPerSecond();
        long seconds = Long.divideUnsigned(time, unitsPerSecond);
        long rest = Long.remainderUnsigned(time, unitsPerSecond);
        long shifted = seconds + offsetSeconds;
        // A sum of two that are not negative is negative if it is too large, and any other sum fits.
        if (seconds < 0 || shifted < 0 || shifted > LAST_SECOND) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(shifted * NANOS_PER_SECOND + fraction(rest, unitsPerSecond));
    }

    private long unitsPerSecond() {
        if (binary) {
            return 1L << exponent;
        }
        long units = 1;
        for (int i = 0; i < exponent; i++) {
            units *= 10;
        }
        return units;
    }

    private long fraction(long rest, long unitsPerSecond) {
        if (binary) {
            long high = Math.unsignedMultiplyHigh(rest, NANOS_PER_SECOND);
            long low = rest * NANOS_PER_SECOND;
            return exponent == 0 ? 0 : high << (64 - exponent) | low >>> exponent;
        }
        return exponent <= 9
                ? rest * (NANOS_PER_SECOND / unitsPerSecond)
                : Long.divideUnsigned(rest, Long.divideUnsigned(unitsPerSecond, NANOS_PER_SECOND));
    }
}
