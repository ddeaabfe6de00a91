package io.turnpike.billing.rating;

import io.turnpike.billing.tariff.PriceUnit;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one charge line is about: usage of one kind at one price.
 *
 * @param plan the plan in force, or null if there was none
 * @param unitPrice null where the plan has no price: shown, never charged
 */
record ChargeKey(
        String resource,
        TrafficPath path,
        Direction direction,
        String rule,
        @Nullable String plan,
        @Nullable PriceUnit unit,
        @Nullable BigDecimal unitPrice)
        implements Comparable<ChargeKey> {
    private static final Comparator<ChargeKey> ORDER = Comparator.comparing(ChargeKey::resource)
            .thenComparing(ChargeKey::path)
            .thenComparing(ChargeKey::direction)
            .thenComparing(ChargeKey::rule)
            .thenComparing(ChargeKey::plan, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(ChargeKey::unit, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(ChargeKey::unitPrice, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(ChargeKey other) {
        return ORDER.compare(this, other);
    }
}
