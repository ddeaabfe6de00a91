package io.turnpike.metering.operators;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.Fate;
import io.turnpike.flow.FlowBatch;
import io.turnpike.metering.audit.Amount;
import io.turnpike.metering.audit.Finding;
import io.turnpike.metering.audit.InterfaceTotal;
import io.turnpike.metering.audit.Judged;
import io.turnpike.metering.audit.RecordTotal;
import io.turnpike.metering.sink.EncodedRow;
import io.turnpike.metering.sink.RowWriter;
import io.turnpike.metering.sink.Table;
import java.util.ArrayList;
import java.util.List;

/** The rows of the audit. */
final class AuditRows {
    private static final long HOUR_MILLIS = 3_600_000;

    private AuditRows() {}

    /** What the batch proves, and what is wrong with it. */
    static List<EncodedRow> of(FlowBatch batch, long nowMillis) {
        List<EncodedRow> rows = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(RecordTotal.differences(batch));
        for (InterfaceTotal total : InterfaceTotal.of(batch)) {
            rows.add(total(batch.header(), total));
            total.difference().ifPresent(findings::add);
        }
        BatchAccount account = RecordTotal.accountOf(batch);
        if (account != null) {
            rows.add(records(batch.header(), account));
        }
        findings.forEach(finding -> rows.add(finding(new Judged(finding, Judged.Status.OPEN, 1), nowMillis)));
        return rows;
    }

    private static EncodedRow total(BatchHeader header, InterfaceTotal total) {
        RowWriter row = totals(
                header, total.interfaceName(), total.direction().name(), total.of(Fate.COUNTED), total.accountedFor());
        for (Fate fate : Fate.values()) {
            if (fate != Fate.COUNTED) {
                row.uint64(total.of(fate).octets());
            }
        }
        return row.finish();
    }

    private static EncodedRow records(BatchHeader header, BatchAccount account) {
        Amount counted = new Amount(
                account.countedOctets().to(), account.countedPackets().to());
        Amount reported = new Amount(
                account.reportedOctets().to(), account.reportedPackets().to());
        RowWriter row = totals(header, RecordTotal.NAME, RecordTotal.BOTH, counted, reported);
        for (int fate = 1; fate < Fate.values().length; fate++) {
            row.uint64(0);
        }
        return row.finish();
    }

    private static RowWriter totals(
            BatchHeader header, String interfaceName, String direction, Amount counted, Amount accountedFor) {
        return new RowWriter(Table.AUDIT_TOTALS)
                .text(header.exportingProcessId())
                .uint64(header.countersEpoch())
                .text(interfaceName)
                .text(direction)
                .seconds(Math.floorDiv(Math.max(0, header.intervalEndMillis() - 1), HOUR_MILLIS) * HOUR_MILLIS)
                .millis(header.intervalEndMillis())
                .uint64(counted.octets())
                .uint64(counted.packets())
                .uint64(accountedFor.octets())
                .uint64(accountedFor.packets());
    }

    static EncodedRow finding(Judged judged, long nowMillis) {
        Finding finding = judged.finding();
        Amount amount = finding.amount().isKnown() ? finding.amount() : Amount.ZERO;
        return new RowWriter(Table.AUDIT)
                .text(finding.id())
                .text(finding.kind().name())
                .text(judged.status().name())
                .text(finding.node())
                .uint64(finding.bootEpoch())
                .uint64(finding.firstSequence())
                .uint64(finding.lastSequence())
                .text(finding.interfaceName())
                .text(finding.direction())
                .millis(finding.fromMillis())
                .millis(finding.untilMillis())
                .uint32(finding.amount().isKnown() ? 1 : 0)
                .uint64(amount.octets())
                .uint64(amount.packets())
                .millis(nowMillis)
                .uint64(judged.revision())
                .finish();
    }
}
