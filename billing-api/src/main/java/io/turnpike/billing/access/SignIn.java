package io.turnpike.billing.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/** Opens sessions of the pages: for the local user with its password, for all others with an API key of theirs. */
@ApplicationScoped
public class SignIn {
    private final LocalUser localUser;
    private final ApiKeys keys;
    private final WebSessions sessions;
    private final InstantSource clock;
    private final SignInAttempts attempts = new SignInAttempts();

    SignIn(LocalUser localUser, ApiKeys keys, WebSessions sessions, InstantSource clock) {
        this.localUser = localUser;
        this.keys = keys;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** How an attempt ended. */
    public sealed interface Result {}

    /** The token of the new session; this is the only time that anyone sees it. */
    public record Opened(String token) implements Result {}

    /** No such user, or not its password: which of the two is not said. */
    public record Refused() implements Result {}

    /** Too many attempts in vain; the password was not even looked at. */
    public record TooMany(Duration pause) implements Result {}

    /**
     * Tries to sign in.
     *
     * @param user an account's id, or {@code operator}
     * @param address of the client
     */
    public Result attempt(String user, String password, String address) {
        Duration wait = attempts.begin(user, address, clock.instant());
        if (wait.isPositive()) {
            return new TooMany(wait);
        }
        if (localUser.matches(user, password)) {
            return opened(user, address, sessions.open(null));
        }
        return isKeyOf(user, password) ? opened(user, address, sessions.open(password)) : new Refused();
    }

    private Opened opened(String user, String address, String token) {
        attempts.succeeded(user, address);
        return new Opened(token);
    }

    private boolean isKeyOf(String user, String key) {
        return keys.caller(key)
                .map(caller -> caller.isOperator() ? LocalUser.NAME : caller.account())
                .filter(user::equals)
                .isPresent();
    }
}
