package io.turnpike.keyapi;

import java.io.Serial;

/** There is no signature: no key server gave one in time, or there are too many calls under way. */
public final class KeyServiceException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    KeyServiceException(String message) {
        super(message);
    }

    KeyServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
