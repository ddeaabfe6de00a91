package io.turnpike.billing.http;

import io.turnpike.billing.access.WebSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The cookie that carries the token of a session: out of reach of scripts, and never sent from another site. */
@ApplicationScoped
class SessionCookie {
    static final String NAME = "turnpike_session";

    private final boolean onlyOverHttps;

    SessionCookie(@ConfigProperty(name = "turnpike.web.https") boolean onlyOverHttps) {
        this.onlyOverHttps = onlyOverHttps;
    }

    static Optional<String> token(ContainerRequestContext request) {
        return Optional.ofNullable(request.getCookies().get(NAME))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
    }

    NewCookie of(String token) {
        return builder(token).maxAge((int) WebSessions.LIFETIME.toSeconds()).build();
    }

    NewCookie none() {
        return builder("").maxAge(0).build();
    }

    private NewCookie.Builder builder(String value) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .secure(onlyOverHttps);
    }
}
