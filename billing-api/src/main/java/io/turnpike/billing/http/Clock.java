package io.turnpike.billing.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** Gives the system's time to whoever asks for time. */
class Clock {
    @Produces
    @ApplicationScoped
    InstantSource instantSource() {
        return InstantSource.system();
    }
}
