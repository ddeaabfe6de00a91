package io.turnpike.billing.registry;

import java.time.ZoneId;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * An account as declared.
 *
 * @param zone whose calendar its months and days follow
 * @param plan the plan that it uses from the next whole minute on
 */
record AccountSpec(String id, String name, Currency currency, ZoneId zone, String plan) {
    Change changeOf(@Nullable AccountSpec known) {
        return Change.of(known != null, equals(known));
    }
}
