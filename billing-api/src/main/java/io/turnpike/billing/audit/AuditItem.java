package io.turnpike.billing.audit;

import io.turnpike.billing.usage.AuditFinding;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding as the API shows it.
 *
 * @param interfaceName null for a hole
 * @param lastSequence null while nobody knows how many batches are missing
 * @param until null while it goes on
 * @param octets null if nobody can tell
 * @param writeOff null unless it was written off
 */
public record AuditItem(
        String id,
        String kind,
        AuditStatus status,
        String node,
        long bootEpoch,
        long firstSequence,
        @Nullable Long lastSequence,
        @Nullable String interfaceName,
        @Nullable String direction,
        Instant from,
        @Nullable Instant until,
        @Nullable Long octets,
        @Nullable Long packets,
        Instant foundAt,
        @Nullable WriteOff writeOff) {

    static AuditItem of(AuditFinding finding, @Nullable WriteOff writeOff) {
        return new AuditItem(
                finding.id(),
                finding.kind(),
                status(finding, writeOff),
                finding.node(),
                finding.bootEpoch(),
                finding.firstSequence(),
                finding.lastSequence(),
                finding.interfaceName(),
                finding.direction(),
                finding.from(),
                finding.until(),
                finding.octets(),
                finding.packets(),
                finding.foundAt(),
                finding.closed() ? null : writeOff);
    }

    private static AuditStatus status(AuditFinding finding, @Nullable WriteOff writeOff) {
        if (finding.closed()) {
            return AuditStatus.CLOSED_BY_EVIDENCE;
        }
        return writeOff == null ? AuditStatus.OPEN : AuditStatus.WRITTEN_OFF;
    }
}
