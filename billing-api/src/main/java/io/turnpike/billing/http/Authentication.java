package io.turnpike.billing.http;

import io.turnpike.billing.access.ApiKeys;
import io.turnpike.billing.access.Caller;
import io.turnpike.billing.access.CurrentCaller;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets nobody through to an endpoint without a key that was given out. */
class Authentication {
    private static final String SCHEME = "Bearer ";

    private final ApiKeys keys;
    private final CurrentCaller current;

    Authentication(ApiKeys keys, CurrentCaller current) {
        this.keys = keys;
        this.current = current;
    }

    @ServerRequestFilter
    @Nullable
    Response authenticate(ContainerRequestContext request) {
        Optional<Caller> caller =
                key(request.getHeaderString(HttpHeaders.AUTHORIZATION)).flatMap(keys::caller);
        if (caller.isEmpty()) {
            return Problem.of(Status.UNAUTHORIZED, "the header Authorization must have a valid key: Bearer KEY")
                    .builder()
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build();
        }
        current.set(caller.get());
        return null;
    }

    private static Optional<String> key(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
