package io.turnpike.standalone.supervise;

import java.io.IOException;

/** Something to be done around a part's life. Run anew with every start, so it must be idempotent. */
@FunctionalInterface
public interface Step {
    Step NOTHING = () -> {};

    void run() throws IOException, InterruptedException;
}
