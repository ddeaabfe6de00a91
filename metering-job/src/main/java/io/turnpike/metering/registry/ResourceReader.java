package io.turnpike.metering.registry;

import io.turnpike.flow.Resource;
import java.time.Duration;
import java.util.List;

/** Reads the values of the registry, from the first on. */
public interface ResourceReader extends AutoCloseable {
    /** All values that there were when it was called. */
    List<Resource> readToEnd();

    /** What came since; waits for it as long as {@code timeout}. */
    List<Resource> poll(Duration timeout);

    @Override
    void close();
}
