package io.turnpike.billing.access;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions of the pages, kept by the hashes of their tokens, so that a copy of the database opens none. */
@ApplicationScoped
public class WebSessions {
    /** A working day; then one signs in anew. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    private static final int LONGEST_TOKEN = 100;

    private final Database database;
    private final InstantSource clock;

    WebSessions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Opens a session for the holder of an API key, or for the local user if there is no key. Gives its token. */
    String open(@Nullable String apiKey) {
        String token = Sha256.newSecret();
        Instant now = clock.instant();
        database.transact(session -> {
            session.update("DELETE FROM web_sessions WHERE expires_at <= ?", now);
            return session.update(
                    "INSERT INTO web_sessions (sha256, api_key, expires_at) VALUES (?, ?, ?)",
                    Sha256.of(token),
                    apiKey == null ? null : Sha256.of(apiKey),
                    now.plus(LIFETIME));
        });
        return token;
    }

    /** The session of the token; empty if there is none, it is over, or its key was revoked meanwhile. */
    public Optional<WebSession> find(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        return database
                .transact(session -> session.query(
                        """
                        SELECT w.expires_at, k.name, k.role, k.account_id
                        FROM web_sessions w LEFT JOIN api_keys k ON k.sha256 = w.api_key
                        WHERE w.sha256 = ? AND w.expires_at > ? AND (w.api_key IS NULL OR k.revoked_at IS NULL)
                        """,
                        row -> new WebSession(caller(row), Session.instant(row, "expires_at")),
                        Sha256.of(token),
                        clock.instant()))
                .stream()
                .findFirst();
    }

    private static Caller caller(ResultSet row) throws SQLException {
        String role = row.getString("role");
        return role == null
                ? new Caller(LocalUser.NAME, Role.OPERATOR, null)
                : new Caller(row.getString("name"), Role.valueOf(role), row.getString("account_id"));
    }

    public void close(String token) {
        database.transact(session -> session.update("DELETE FROM web_sessions WHERE sha256 = ?", Sha256.of(token)));
    }
}
