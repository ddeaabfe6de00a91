package io.turnpike.billing.http;

/** A parameter or body that cannot be read; the message is for the caller. */
final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}
