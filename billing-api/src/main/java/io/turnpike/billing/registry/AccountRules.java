package io.turnpike.billing.registry;

import io.turnpike.billing.tariff.Plan;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What holds for accounts: a plan that exists, in the account's own currency. */
final class AccountRules {
    private AccountRules() {}

    static void check(Declaration declaration, RegistryState state, Violations violations) {
        Map<String, Currency> plans = new HashMap<>();
        state.plans().values().forEach((Plan plan) -> plans.put(plan.id(), plan.currency()));
        declaration.plans().forEach(plan -> plans.put(plan.id(), plan.currency()));
        List<AccountSpec> accounts = declaration.accounts();
        for (int i = 0; i < accounts.size(); i++) {
            AccountSpec account = accounts.get(i);
            plan(account, plans, "/accounts/" + i + "/plan", violations);
            AccountSpec known = state.accounts().get(account.id());
            if (known != null && !known.currency().equals(account.currency())) {
                violations.add(
                        "/accounts/" + i + "/currency",
                        "the currency of an account never changes; it is " + known.currency());
            }
        }
    }

    private static void plan(AccountSpec account, Map<String, Currency> plans, String pointer, Violations violations) {
        Currency currency = plans.get(account.plan());
        if (currency == null) {
            violations.add(pointer, "there is no plan '" + account.plan() + "'");
        } else if (!currency.equals(account.currency())) {
            violations.add(pointer, "the plan is in " + currency + ", the account in " + account.currency());
        }
    }
}
