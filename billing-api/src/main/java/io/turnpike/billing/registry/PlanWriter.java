package io.turnpike.billing.registry;

import io.turnpike.billing.database.Session;
import io.turnpike.billing.tariff.Plan;
import io.turnpike.billing.tariff.Price;
import io.turnpike.billing.tariff.Validity;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes plans and accounts. What was in force stays as it was; what is new is in force from the next whole minute. */
final class PlanWriter {
    private final Session session;
    private final Instant nextMinute;

    PlanWriter(Session session, Instant now) {
        this.session = session;
        this.nextMinute = Validity.nextWholeMinute(now);
    }

    void plan(PlanSpec plan, @Nullable Plan known) throws SQLException {
        if (plan.changeOf(known) != Change.UNCHANGED) {
            session.update(
                    "INSERT INTO plans (id, currency) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                    plan.id(),
                    plan.currency().getCurrencyCode());
            version(plan, known == null ? Validity.BEGINNING : nextMinute);
        }
    }

    private void version(PlanSpec plan, Instant from) throws SQLException {
        // A version that was declared within the same minute has never been in force.
        session.update("DELETE FROM plan_versions WHERE plan_id = ? AND valid_from >= ?", plan.id(), from);
        session.update("INSERT INTO plan_versions (plan_id, valid_from) VALUES (?, ?)", plan.id(), from);
        for (Price price : plan.prices()) {
            session.update(
                    """
                    INSERT INTO prices (plan_id, version_from, path, direction, unit, unit_price, valid_from, valid_to)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    plan.id(),
                    from,
                    price.path(),
                    price.direction(),
                    price.unit().toString(),
                    price.unitPrice(),
                    price.validity().from(),
                    price.validity().to());
        }
    }

    void account(AccountSpec account, @Nullable AccountSpec known) throws SQLException {
        if (account.changeOf(known) != Change.UNCHANGED) {
            session.update(
                    """
                    INSERT INTO accounts (id, name, currency, time_zone) VALUES (?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone
                    """,
                    account.id(),
                    account.name(),
                    account.currency().getCurrencyCode(),
                    account.zone().getId());
        }
        if (known == null || !known.plan().equals(account.plan())) {
            subscribe(account, known == null ? Validity.BEGINNING : nextMinute);
        }
    }

    private void subscribe(AccountSpec account, Instant from) throws SQLException {
        session.update("DELETE FROM subscriptions WHERE account_id = ? AND valid_from >= ?", account.id(), from);
        session.update(
                "UPDATE subscriptions SET valid_to = ? WHERE account_id = ? AND valid_to > ?",
                from,
                account.id(),
                from);
        session.update(
                "INSERT INTO subscriptions (account_id, plan_id, valid_from, valid_to) VALUES (?, ?, ?, ?)",
                account.id(),
                account.plan(),
                from,
                Validity.OPEN);
    }
}
