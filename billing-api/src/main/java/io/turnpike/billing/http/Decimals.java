package io.turnpike.billing.http;

import java.math.BigDecimal;

/** Exact decimals as texts. */
final class Decimals {
    private Decimals() {}

    /** All digits, no exponent, no zeros at the end. */
    static String shortest(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
