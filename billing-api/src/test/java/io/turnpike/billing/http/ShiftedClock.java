package io.turnpike.billing.http;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The system's time, moved on by tests that wait for a month to end. */
@Alternative
@Priority(1)
@ApplicationScoped
public class ShiftedClock implements InstantSource {
    private static final AtomicReference<Duration> SHIFT = new AtomicReference<>(Duration.ZERO);

    static void moveTo(Instant instant) {
        SHIFT.set(Duration.between(Instant.now(), instant));
    }

    static void reset() {
        SHIFT.set(Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(SHIFT.get());
    }
}
