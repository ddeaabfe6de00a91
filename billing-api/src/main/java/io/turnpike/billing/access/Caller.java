package io.turnpike.billing.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whoever holds the key of a request.
 *
 * @param name of the key, for the audit log
 * @param account of a customer, null for an operator
 */
public record Caller(String name, Role role, @Nullable String account) {
    public Caller {
        if ((role == Role.CUSTOMER) != (account != null)) {
            throw new IllegalArgumentException("a key of role " + role + " for the account " + account);
        }
    }

    /** The one account whose data a request is about; empty for all of them, which only an operator gets. */
    public Optional<String> accountOf(@Nullable String requested) {
        if (account == null) {
            return Optional.ofNullable(requested);
        }
        if (requested != null && !requested.equals(account)) {
            throw new ForbiddenException("this key is for the account '" + account + "' only");
        }
        return Optional.of(account);
    }

    public boolean isOperator() {
        return role == Role.OPERATOR;
    }

    public void mustBeOperator() {
        if (!isOperator()) {
            throw new ForbiddenException("this needs an operator's key");
        }
    }
}
