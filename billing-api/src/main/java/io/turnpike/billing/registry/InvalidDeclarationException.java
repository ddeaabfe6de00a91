package io.turnpike.billing.registry;

import java.util.List;

/** A declaration that is refused as a whole. */
public final class InvalidDeclarationException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Violation> violations;

    InvalidDeclarationException(List<Violation> violations) {
        super(violations.size() + " errors, the first: " + violations.getFirst());
        this.violations = violations;
    }

    public List<Violation> violations() {
        return violations;
    }
}
