package io.turnpike.billing.limitloop;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.limits.MonthUse;
import io.turnpike.billing.limits.Rates;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/** What people do to limits; the loop follows within a moment. */
@ApplicationScoped
public class ManualLimits {
    private final Database database;
    private final InstantSource clock;

    ManualLimits(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Puts a limit by hand in place of whatever limit the resource has.
     *
     * @param actor who did it
     */
    public void set(String resource, Rates rates, String actor) {
        database.transact(session -> session.update(
                """
                INSERT INTO manual_limits (resource_id, out_bits_per_second, in_bits_per_second, actor, since)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (resource_id) DO UPDATE SET out_bits_per_second = excluded.out_bits_per_second,
                    in_bits_per_second = excluded.in_bits_per_second, actor = excluded.actor, since = excluded.since
                """, resource, rates.outBitsPerSecond(), rates.inBitsPerSecond(), actor, clock.instant()));
    }

    /** Takes back what {@link #set} did. */
    public void lift(String resource) {
        database.transact(session -> session.update("DELETE FROM manual_limits WHERE resource_id = ?", resource));
    }

    /** Lifts the limit by a quota that is used up, until the month ends or the quota is another. */
    public void waive(String resource, MonthUse use, long quotaOctets, String actor) {
        database.transact(session ->
                session.update("""
                INSERT INTO quota_waivers (resource_id, month, quota_octets, actor, since)
                VALUES (?, ?::text::date, ?, ?, ?)
                ON CONFLICT (resource_id) DO UPDATE SET month = excluded.month,
                    quota_octets = excluded.quota_octets, actor = excluded.actor, since = excluded.since
                """, resource, use.month().atDay(1).toString(), quotaOctets, actor, clock.instant()));
    }
}
