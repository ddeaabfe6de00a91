package io.turnpike.billing.audit;

import io.turnpike.billing.usage.AuditFinding;
import io.turnpike.billing.usage.AuditQuery;
import io.turnpike.billing.usage.AuditStore;
import io.turnpike.billing.usage.AuditTotal;
import io.turnpike.billing.usage.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Findings with their write-offs. */
@ApplicationScoped
public class AuditReport {
    /** A page has no more. */
    public static final int MOST = 1_000;

    private final AuditStore store;
    private final WriteOffs writeOffs;
    private final InstantSource clock;

    AuditReport(AuditStore store, WriteOffs writeOffs, InstantSource clock) {
        this.store = store;
        this.writeOffs = writeOffs;
        this.clock = clock;
    }

    /**
     * The newest findings first.
     *
     * @param cursor from the page before, null for the first page
     * @throws IllegalArgumentException if no page gave this cursor
     */
    public Page<AuditItem> page(
            Optional<AuditStatus> status,
            Optional<String> node,
            Optional<Instant> from,
            Optional<Instant> to,
            int limit,
            @Nullable String cursor) {
        Map<String, WriteOff> written = writeOffs.all();
        Page<AuditFinding> page =
                store.page(new AuditQuery(status.map(Enum::name), node, from, to, written.keySet()), limit, cursor);
        return new Page<>(
                page.items().stream()
                        .map(finding -> AuditItem.of(finding, written.get(WriteOffs.key(finding))))
                        .toList(),
                page.nextCursor());
    }

    public Optional<AuditItem> find(String id) {
        Map<String, WriteOff> written = writeOffs.all();
        return store.finding(id).map(finding -> AuditItem.of(finding, written.get(WriteOffs.key(finding))));
    }

    /** Writes an open finding off. Says false if it is not open. */
    public boolean writeOff(String id, String by, String reason) {
        Optional<AuditFinding> finding = store.finding(id).filter(found -> !found.closed());
        return finding.isPresent() && writeOffs.add(finding.get(), new WriteOff(by, clock.instant(), reason));
    }

    /** What was looked at. */
    public List<AuditTotal> totals(Optional<String> node) {
        return store.totals(node);
    }
}
