package io.turnpike.billing.http;

import io.turnpike.billing.registry.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** A body that can be read, but not done. */
final class InvalidBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Violation> violations;

    InvalidBodyException(List<Violation> violations) {
        super("nothing was changed: "
                + violations.stream().map(InvalidBodyException::sentence).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    private static String sentence(Violation violation) {
        String name =
                violation.pointer().isEmpty() ? "the body" : violation.pointer().substring(1);
        return name + " " + violation.detail();
    }

    List<Violation> violations() {
        return violations;
    }
}
