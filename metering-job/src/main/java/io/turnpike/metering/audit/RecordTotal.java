package io.turnpike.metering.audit;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.metering.audit.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the records of a batch are all that the node counted, and no more. */
public final class RecordTotal {
    /** In place of an interface. */
    public static final String NAME = "records";

    /** In place of a direction. */
    public static final String BOTH = "BOTH";

    private RecordTotal() {}

    /**
     * What is wrong with a batch. Cells are counted apart from sessions, and read a moment after them: what the records say
     * lies between what the cells said at the reading before and what they say now; while nothing passes all three are one.
     */
    public static List<Finding> differences(FlowBatch batch) {
        BatchAccount account = batch.account();
        List<Finding> findings = new ArrayList<>();
        if (account == null) {
            return findings;
        }
        add(batch.header(), NAME, inBatch(batch, account), findings);
        if (account.endsInterval()) {
            add(batch.header(), "cells", outsideOfCells(account), findings);
        }
        return findings;
    }

    private static void add(BatchHeader header, String what, Amount difference, List<Finding> findings) {
        if (!difference.equals(Amount.ZERO)) {
            findings.add(new Finding(
                    Kind.CONSERVATION,
                    header.exportingProcessId(),
                    header.bootEpoch(),
                    header.sequence(),
                    header.sequence(),
                    what,
                    BOTH,
                    header.intervalStartMillis(),
                    header.intervalEndMillis(),
                    difference));
        }
    }

    private static Amount inBatch(FlowBatch batch, BatchAccount account) {
        return new Amount(
                account.reportedOctets().delta() - BatchAccount.octets(batch.records()),
                account.reportedPackets().delta() - BatchAccount.packets(batch.records()));
    }

    private static Amount outsideOfCells(BatchAccount account) {
        return new Amount(
                outside(
                        account.reportedOctets().to(),
                        account.countedOctets().from(),
                        account.countedOctets().to()),
                outside(
                        account.reportedPackets().to(),
                        account.countedPackets().from(),
                        account.countedPackets().to()));
    }

    /** Above zero: counted, and in no record. Below: in records, and never counted. */
    private static long outside(long reported, long least, long most) {
        return Math.max(0, least - reported) - Math.max(0, reported - most);
    }

    /** The account of a batch that ends its interval, else null. */
    public static @Nullable BatchAccount accountOf(FlowBatch batch) {
        BatchAccount account = batch.account();
        return account != null && account.endsInterval() ? account : null;
    }
}
