package io.turnpike.billing.access;

import io.quarkus.runtime.StartupEvent;
import io.turnpike.billing.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The keys that were given out; only their hashes are kept. */
@ApplicationScoped
public class ApiKeys {
    private static final int SHORTEST = 16;
    private static final int LONGEST = 200;

    private final Database database;
    private final Optional<String> operatorKey;

    ApiKeys(Database database, @ConfigProperty(name = "turnpike.operator.key") Optional<String> operatorKey) {
        this.database = database;
        this.operatorKey = operatorKey;
    }

    void keepOperatorKey(@Observes StartupEvent event) {
        operatorKey.ifPresent(key -> {
            if (key.length() < SHORTEST || key.length() > LONGEST) {
                throw new IllegalStateException(
                        "TURNPIKE_OPERATOR_KEY must have " + SHORTEST + " to " + LONGEST + " random characters");
            }
            database.transact(session -> session.update(
                    "INSERT INTO api_keys (sha256, name, role) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                    Sha256.of(key),
                    "bootstrap",
                    Role.OPERATOR));
        });
    }

    /** Who holds the key; empty if it was never given out or is revoked. */
    public Optional<Caller> caller(String key) {
        if (key.length() > LONGEST) {
            return Optional.empty();
        }
        return database
                .transact(session -> session.query(
                        "SELECT name, role, account_id FROM api_keys WHERE sha256 = ? AND revoked_at IS NULL",
                        row -> new Caller(
                                row.getString("name"),
                                Role.valueOf(row.getString("role")),
                                row.getString("account_id")),
                        Sha256.of(key)))
                .stream()
                .findFirst();
    }

    /** Makes a customer's key for an account that exists; this is the only time that anyone sees it. */
    public String createForCustomer(String account) {
        String key = "tpk_" + Sha256.newSecret();
        database.transact(session -> session.update(
                "INSERT INTO api_keys (sha256, name, role, account_id) VALUES (?, ?, ?, ?)",
                Sha256.of(key),
                "customer " + account,
                Role.CUSTOMER,
                account));
        return key;
    }
}
