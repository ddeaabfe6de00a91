package io.turnpike.billing.access;

/** The key is known, but not for this. */
public final class ForbiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForbiddenException(String message) {
        super(message);
    }
}
