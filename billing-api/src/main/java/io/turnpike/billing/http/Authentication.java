package io.turnpike.billing.http;

import io.turnpike.billing.access.ApiKeys;
import io.turnpike.billing.access.Caller;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.access.WebSession;
import io.turnpike.billing.access.WebSessions;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets nobody through to an endpoint without a key that was given out, or a session of the pages. */
class Authentication {
    private static final String SCHEME = "Bearer ";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final ApiKeys keys;
    private final WebSessions sessions;
    private final CurrentCaller current;

    Authentication(ApiKeys keys, WebSessions sessions, CurrentCaller current) {
        this.keys = keys;
        this.sessions = sessions;
        this.current = current;
    }

    @ServerRequestFilter
    @Nullable
    Response authenticate(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null && mayBeForged(request) && !SameOrigin.holds(request)) {
            return Problem.of(Status.FORBIDDEN, "without a key, this is for our own pages only (header Origin)")
                    .toResponse();
        }
        Optional<Caller> caller = header == null
                ? SessionCookie.token(request).flatMap(sessions::find).map(WebSession::caller)
                : key(header).flatMap(keys::caller);
        caller.ifPresent(current::set);
        return caller.isPresent() || SessionEndpoint.isAskedBy(request) ? null : unauthorized();
    }

    /** A browser adds a cookie to requests that another site made it send, but never a key. */
    private static boolean mayBeForged(ContainerRequestContext request) {
        return !SAFE_METHODS.contains(request.getMethod())
                && (SessionCookie.token(request).isPresent() || SessionEndpoint.isAskedBy(request));
    }

    private static Response unauthorized() {
        return Problem.of(Status.UNAUTHORIZED, "the header Authorization must have a valid key: Bearer KEY")
                .builder()
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    private static Optional<String> key(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
