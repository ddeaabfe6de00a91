package io.turnpike.node.session;

import io.turnpike.collector.Reading;
import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Fate;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.InterfaceCell;
import io.turnpike.node.maps.AuditBaselines;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.Cells.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a reading says beside its records, so that the audit can prove that no octet is missing from them. */
final class AuditTotals {
    private final AuditBaselines baselines;
    private final Map<String, Integer> interfaces;

    /** @param interfaces index of each interface's cells, by name */
    AuditTotals(AuditBaselines baselines, Map<String, Integer> interfaces) {
        this.baselines = baselines;
        this.interfaces = interfaces;
    }

    Reading.Totals of(Cells.Cut cut) {
        Amount reported = baselines.reported();
        Amount before = baselines.counted();
        Amount now = cut.inRecords();
        return new Reading.Totals(reported.octets(), reported.packets(), octets(before, now), packets(before, now));
    }

    /** What each interface counted, and what became of it; a fate that nothing had is left out. */
    List<InterfaceCell> interfaces(Cells.Cut cut) {
        List<InterfaceCell> cells = new ArrayList<>();
        interfaces.forEach((name, cell) -> {
            for (Direction direction : Direction.values()) {
                for (Fate fate : Fate.values()) {
                    Amount now = cut.ofInterface(cell, direction, fate);
                    if (fate == Fate.COUNTED || now.isBeyond(Amount.ZERO)) {
                        Amount before = baselines.ofInterface(cell, direction, fate);
                        cells.add(new InterfaceCell(name, direction, fate, octets(before, now), packets(before, now)));
                    }
                }
            }
        });
        return cells;
    }

    private static Counter octets(Amount before, Amount now) {
        return new Counter(before.octets(), Math.max(before.octets(), now.octets()));
    }

    private static Counter packets(Amount before, Amount now) {
        return new Counter(before.packets(), Math.max(before.packets(), now.packets()));
    }

    /** The reading is on disk. */
    void commit(Reading reading) {
        Reading.Totals totals = reading.totals();
        if (totals == null) {
            return;
        }
        List<FlowRecord> records = reading.records();
        baselines.reported(new Amount(
                totals.reportedOctets() + BatchAccount.octets(records),
                totals.reportedPackets() + BatchAccount.packets(records)));
        baselines.counted(
                new Amount(totals.countedOctets().to(), totals.countedPackets().to()));
        move(reading.interfaceCells());
    }

    /** The batch of an earlier process was found on disk. */
    void recover(FlowBatch batch) {
        BatchAccount account = batch.account();
        if (account != null) {
            baselines.reported(new Amount(
                    account.reportedOctets().to(), account.reportedPackets().to()));
            baselines.counted(new Amount(
                    account.countedOctets().to(), account.countedPackets().to()));
            move(batch.interfaceCells());
        }
    }

    private void move(List<InterfaceCell> cells) {
        for (InterfaceCell cell : cells) {
            Integer index = interfaces.get(cell.interfaceName());
            if (index != null) {
                baselines.ofInterface(
                        index,
                        cell.direction(),
                        cell.fate(),
                        new Amount(cell.octets().to(), cell.packets().to()));
            }
        }
    }
}
