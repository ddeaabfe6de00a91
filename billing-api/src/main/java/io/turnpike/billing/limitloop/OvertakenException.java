package io.turnpike.billing.limitloop;

/** Another process runs the loop, and wrote what we did not know of. */
final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OvertakenException() {
        super("another process runs the limit loop");
    }
}
