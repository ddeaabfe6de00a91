package io.turnpike.billing.registry;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Whether a well-formed declaration fits what the registry holds. Pure. */
final class DeclarationRules {
    private DeclarationRules() {}

    /**
     * Everything that is wrong, in no particular order. It refuses what attribution has no rule for yet, rather than let
     * octets be forwarded that no one could say the path of.
     *
     * @param heldKeys whether a key server holds the private key with this fingerprint
     * @param now prices that are new may not begin before the next whole minute
     */
    static void check(
            Declaration declaration,
            RegistryState state,
            Predicate<String> heldKeys,
            Instant now,
            Violations violations) {
        unique("/accounts", declaration.accounts(), AccountSpec::id, violations);
        unique("/plans", declaration.plans(), PlanSpec::id, violations);
        unique("/resources", declaration.resources(), ResourceSpec::id, violations);
        if (violations.isEmpty()) {
            PlanRules.check(declaration.plans(), state, now, violations);
            AccountRules.check(declaration, state, violations);
            Proposal proposal = new Proposal(declaration, state, violations);
            new ResourceRules(proposal).check();
            new BindingRules(proposal).check();
            new ListenerRules(proposal).check();
            new NatRules(proposal).check();
            new CertificateRules(proposal, heldKeys, now).check();
            new AddressRules(proposal).check();
            new LocalAddressRules(proposal).check();
        }
    }

    private static <T> void unique(String list, List<T> specs, Function<T, String> id, Violations violations) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < specs.size(); i++) {
            if (!seen.add(id.apply(specs.get(i)))) {
                violations.add(list + "/" + i + "/id", "'" + id.apply(specs.get(i)) + "' is declared more than once");
            }
        }
    }
}
