package io.turnpike.billing.webhook;

/** Messages may not go there; the message goes on after the name of the field, such as "must be ...". */
public final class RefusedTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedTargetException(String message) {
        super(message);
    }
}
