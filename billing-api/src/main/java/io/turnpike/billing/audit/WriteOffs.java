package io.turnpike.billing.audit;

import io.turnpike.billing.database.Database;
import io.turnpike.billing.database.Session;
import io.turnpike.billing.usage.AuditFinding;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was written off. It holds for the finding as it was then: one that has changed since, because more is missing or
 * more is known, is open again.
 */
@ApplicationScoped
public class WriteOffs {
    private record Row(String key, WriteOff writeOff) {}

    private final Database database;

    WriteOffs(Database database) {
        this.database = database;
    }

    static String key(AuditFinding finding) {
        return finding.id() + "@" + finding.revision();
    }

    /** All of them, by {@link #key}. */
    Map<String, WriteOff> all() {
        return database
                .read(session -> session.query(
                        "SELECT finding_id || '@' || revision AS key, actor, at, reason FROM audit_write_offs",
                        row -> new Row(
                                row.getString("key"),
                                new WriteOff(
                                        row.getString("actor"), Session.instant(row, "at"), row.getString("reason")))))
                .stream()
                .collect(Collectors.toMap(Row::key, Row::writeOff));
    }

    /** Says false if it was written off before. */
    boolean add(AuditFinding finding, WriteOff writeOff) {
        return database.transact(session -> {
            int added = session.update(
                    "INSERT INTO audit_write_offs (finding_id, revision, at, actor, reason) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    finding.id(),
                    finding.revision(),
                    writeOff.at(),
                    writeOff.by(),
                    writeOff.reason());
            if (added > 0) {
                log(session, finding.id(), writeOff.by(), writeOff.at());
            }
            return added > 0;
        });
    }

    private static void log(Session session, String id, String actor, Instant at) throws SQLException {
        session.update(
                "INSERT INTO audit_log (at, actor, kind, object_id, change, registry_version)"
                        + " SELECT ?, ?, 'FINDING', ?, 'WRITTEN_OFF', version FROM registry_version",
                at,
                actor,
                id);
    }
}
