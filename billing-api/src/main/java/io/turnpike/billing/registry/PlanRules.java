package io.turnpike.billing.registry;

import io.turnpike.billing.tariff.Plan;
import io.turnpike.billing.tariff.Price;
import io.turnpike.billing.tariff.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What holds for plans: one price at a time, and never a new price for a minute that is over. */
final class PlanRules {
    private PlanRules() {}

    static void check(List<PlanSpec> plans, RegistryState state, Instant now, Violations violations) {
        for (int i = 0; i < plans.size(); i++) {
            PlanSpec plan = plans.get(i);
            String pointer = "/plans/" + i;
            overlaps(plan.prices(), pointer, violations);
            Optional.ofNullable(state.plans().get(plan.id()))
                    .ifPresent(known -> changes(plan, known, pointer, now, violations));
        }
    }

    private static void overlaps(List<Price> prices, String pointer, Violations violations) {
        for (int i = 0; i < prices.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (overlap(prices.get(i), prices.get(j))) {
                    violations.add(
                            pointer + "/prices/" + i,
                            "is for a path, direction and time that price " + j + " is for already");
                }
            }
        }
    }

    private static boolean overlap(Price one, Price other) {
        return one.path() == other.path()
                && one.direction() == other.direction()
                && one.validity().overlaps(other.validity());
    }

    private static void changes(PlanSpec plan, Plan known, String pointer, Instant now, Violations violations) {
        if (!known.currency().equals(plan.currency())) {
            violations.add(pointer + "/currency", "the currency of a plan never changes; it is " + known.currency());
        }
        List<Price> before = known.versions().getLast().prices();
        Instant earliest = Validity.nextWholeMinute(now);
        for (int i = 0; i < plan.prices().size(); i++) {
            Price price = plan.prices().get(i);
            Instant from = price.validity().from();
            if (!from.equals(Validity.BEGINNING) && from.isBefore(earliest) && !before.contains(price)) {
                violations.add(
                        pointer + "/prices/" + i + "/from",
                        "a new price of a plan in use begins at " + earliest + " at the earliest");
            }
        }
    }
}
