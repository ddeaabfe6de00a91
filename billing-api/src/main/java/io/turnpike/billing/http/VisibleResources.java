package io.turnpike.billing.http;

import io.turnpike.billing.access.Caller;
import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hides from customers what is not theirs: to them it does not exist. */
@ApplicationScoped
class VisibleResources {
    private final Registry registry;

    VisibleResources(Registry registry) {
        this.registry = registry;
    }

    Map<String, Registered> all() {
        return registry.resources();
    }

    /** What the caller owns now. */
    static boolean owns(Caller caller, Registered resource) {
        return caller.isOperator()
                || Objects.equals(caller.account(), resource.spec().account());
    }

    /** Whether the caller may ask for usage of the resource: usage remains its former owner's. */
    void mustBeKnown(Caller caller, Optional<String> id) {
        id.ifPresent(value -> {
            if (!isKnown(caller, registry.resources().get(value))) {
                throw unknown(value);
            }
        });
    }

    /** The resource, if the caller may ask for usage of it. */
    Registered known(Caller caller, String id) {
        Registered resource = registry.resources().get(id);
        if (resource == null || !isKnown(caller, resource)) {
            throw unknown(id);
        }
        return resource;
    }

    /** The resource, if it is the caller's now: what passes at this moment is no former owner's business. */
    Registered owned(Caller caller, String id) {
        Registered resource = registry.resources().get(id);
        if (resource == null || !owns(caller, resource)) {
            throw unknown(id);
        }
        return resource;
    }

    private static boolean isKnown(Caller caller, @Nullable Registered resource) {
        String account = caller.account();
        return resource != null && (account == null || resource.wasEverOf(account));
    }

    static NotFoundProblemException unknown(String id) {
        return new NotFoundProblemException("there is no resource '" + id + "'");
    }
}
