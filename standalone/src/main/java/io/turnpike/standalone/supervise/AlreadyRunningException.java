package io.turnpike.standalone.supervise;

import java.io.IOException;

/** Another supervisor holds the lock of the data directory. */
public final class AlreadyRunningException extends IOException {
    private static final long serialVersionUID = 1L;

    AlreadyRunningException(DataDirectory data) {
        super("Turnpike is already up on " + data.root() + ": one at a time per data directory");
    }
}
