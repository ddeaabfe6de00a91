package io.turnpike.keyserver;

import java.io.Serial;

/** The key folder, or a file in it, is not as it must be; the message says what to do and never quotes a key. */
final class UnusableKeysException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UnusableKeysException(String message) {
        super(message);
    }
}
