package io.turnpike.billing.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Whether a browser says that a page of ours made the request. Whoever is no browser may say what it likes. */
final class SameOrigin {
    private SameOrigin() {}

    static boolean holds(ContainerRequestContext request) {
        String host = request.getHeaderString(HttpHeaders.HOST);
        // HTTP/2 has the pseudo-header :authority in its place, which only the address of the request tells.
        return holds(
                request.getHeaderString("Origin"),
                host != null ? host : request.getUriInfo().getRequestUri().getRawAuthority());
    }

    /** Host and port decide: a proxy before us may end TLS, so the scheme that we see can be another. */
    static boolean holds(@Nullable String origin, @Nullable String host) {
        if (origin == null || host == null) {
            return false;
        }
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
