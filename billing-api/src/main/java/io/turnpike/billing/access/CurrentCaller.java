package io.turnpike.billing.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller of the request at hand; set before any endpoint runs. */
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    public Caller get() {
        if (caller == null) {
            throw new IllegalStateException("a path that needs no key asks who is calling");
        }
        return caller;
    }

    /** Empty only where a path may be asked without a key. */
    public Optional<Caller> find() {
        return Optional.ofNullable(caller);
    }

    public void set(Caller authenticated) {
        caller = authenticated;
    }
}
