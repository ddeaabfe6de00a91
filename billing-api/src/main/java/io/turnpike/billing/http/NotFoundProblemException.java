package io.turnpike.billing.http;

/** Something that does not exist, or that the caller may not know of. */
final class NotFoundProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFoundProblemException(String message) {
        super(message);
    }
}
