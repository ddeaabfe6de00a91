package io.turnpike.billing.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import io.turnpike.billing.outbox.OutboxPublisher;
import io.turnpike.billing.registry.ApplyResult.Item;
import io.turnpike.billing.tariff.Tariff;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads and changes the registry. */
@ApplicationScoped
public class Registry {
    /** Key of the advisory lock that lets one declaration be applied at a time; any constant serves. */
    private static final long APPLY_LOCK = 0x7475726e70696b65L;

    private final Database database;
    private final OutboxPublisher outbox;
    private final KeyInventory keys;
    private final InstantSource clock;

    Registry(Database database, OutboxPublisher outbox, KeyInventory keys, InstantSource clock) {
        this.database = database;
        this.outbox = outbox;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Applies a declaration, all of it or nothing.
     *
     * @param actor who did it, for the audit log
     * @throws InvalidDeclarationException with everything that is wrong with it
     * @throws KeysUnknownException if it has a new certificate and Kafka does not say who holds its key
     */
    public ApplyResult apply(JsonNode json, String actor) {
        Declaration declaration = read(json);
        // Before the transaction, so that nobody waits for Kafka with the lock in hand.
        Predicate<String> heldKeys = heldKeys(declaration);
        ApplyResult result = database.transact(session -> {
            session.one("SELECT pg_advisory_xact_lock(?)", row -> true, APPLY_LOCK);
            return apply(session, declaration, heldKeys, actor);
        });
        outbox.wake();
        return result;
    }

    /** What {@link #apply} would do now, which it would refuse with the same exceptions. Nothing is written. */
    public ApplyResult check(JsonNode json) {
        Declaration declaration = read(json);
        Predicate<String> heldKeys = heldKeys(declaration);
        return database.read(session -> {
            Changes changes = changes(declaration, RegistryReader.read(session), heldKeys, now());
            return new ApplyResult(changes.items(), version(session), declaration.resources());
        });
    }

    private static Declaration read(JsonNode json) {
        Violations violations = new Violations();
        Declaration declaration = DeclarationReader.read(json, violations);
        refuseIfAny(violations);
        return declaration;
    }

    private Predicate<String> heldKeys(Declaration declaration) {
        return declaration.hasCertificates() ? keys.read() : fingerprint -> false;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Changes changes(
            Declaration declaration, RegistryState state, Predicate<String> heldKeys, Instant now) {
        Violations violations = new Violations();
        DeclarationRules.check(declaration, state, heldKeys, now, violations);
        refuseIfAny(violations);
        return Changes.of(declaration, state);
    }

    private ApplyResult apply(Session session, Declaration declaration, Predicate<String> heldKeys, String actor)
            throws SQLException {
        Instant now = now();
        RegistryState state = RegistryReader.read(session);
        Changes changes = changes(declaration, state, heldKeys, now);
        PlanWriter plans = new PlanWriter(session, now);
        for (PlanSpec plan : declaration.plans()) {
            plans.plan(plan, state.plans().get(plan.id()));
        }
        for (AccountSpec account : declaration.accounts()) {
            plans.account(account, state.accounts().get(account.id()));
        }
        new RegistryWriter(session, now).write(changes.resources(), declaration.documents(), state.resources());
        ApplyResult result = new ApplyResult(changes.items(), version(session), declaration.resources());
        return audited(session, result, actor, now);
    }

    private static ApplyResult audited(Session session, ApplyResult result, String actor, Instant now)
            throws SQLException {
        for (Item item : result.changed()) {
            if (item.change() != Change.UNCHANGED) {
                session.update(
                        "INSERT INTO audit_log (at, actor, kind, object_id, change, registry_version)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        now,
                        actor,
                        item.kind(),
                        item.id(),
                        item.change(),
                        result.registryVersion());
            }
        }
        return result;
    }

    private static long version(Session session) throws SQLException {
        return session.one("SELECT version FROM registry_version", row -> row.getLong(1));
    }

    private static void refuseIfAny(Violations violations) {
        if (!violations.isEmpty()) {
            throw new InvalidDeclarationException(violations.toList());
        }
    }

    /** All resources by id, in the order of their numbers. */
    public Map<String, Registered> resources() {
        return database.read(RegistryReader::resources);
    }

    /** A resource word for word as it was declared. */
    public Optional<JsonNode> declaration(String id) {
        return database.read(session -> RegistryReader.declaration(session, id));
    }

    /** The tariffs of all accounts by account. */
    public Map<String, Tariff> tariffs() {
        return database.read(TariffReader::tariffs);
    }
}
