package io.turnpike.billing.http;

/** What is asked for does not go together with how things are; the message is for the caller. */
final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
        super(message);
    }
}
