package io.turnpike.node;

import io.turnpike.node.route.Heartbeat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the heartbeat that the watchdog reads, twice a second. */
final class SignsOfLife {
    private static final Logger LOG = LoggerFactory.getLogger(SignsOfLife.class);
    private static final long NANOS_BETWEEN = 500_000_000;

    private final Path file;
    private final Readiness readiness;

    SignsOfLife(Path file, Readiness readiness) {
        this.file = file;
        this.readiness = readiness;
    }

    void start() {
        Thread.ofPlatform().name("signs-of-life").daemon().start(this::run);
    }

    private void run() {
        while (true) {
            write();
            LockSupport.parkNanos(NANOS_BETWEEN);
        }
    }

    private void write() {
        Readiness.State state = readiness.state();
        try {
            new Heartbeat(System.nanoTime(), state.fitness(), state.missing()).write(file);
        } catch (IOException e) {
            LOG.warn("the watchdog gets no sign of life: {}", e.toString());
        }
    }
}
