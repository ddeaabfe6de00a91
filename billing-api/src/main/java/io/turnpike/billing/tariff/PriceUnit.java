package io.turnpike.billing.tariff;

import java.math.BigDecimal;
import java.util.Optional;

/** What a unit price is for. Never "G": a plan says which of the two it means. */
public enum PriceUnit {
    /** 10^9 octets. */
    GB("GB", BigDecimal.TEN.pow(9)),
    /** 2^30 octets. */
    GIB("GiB", BigDecimal.TWO.pow(30));

    private final String text;
    private final BigDecimal octets;

    PriceUnit(String text, BigDecimal octets) {
        this.text = text;
        this.octets = octets;
    }

    public static Optional<PriceUnit> parse(String text) {
        for (PriceUnit unit : values()) {
            if (unit.text.equals(text)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** How many units the octets are; exact, since both units divide into a finite decimal. */
    public BigDecimal quantity(long count) {
        return BigDecimal.valueOf(count).divide(octets);
    }

    @Override
    public String toString() {
        return text;
    }
}
