package io.turnpike.flow;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * By what a batch proves that nothing between it and its neighbours is missing. All is cumulative since the node's
 * counters began, over all processes of the node.
 *
 * @param reportedOctets in all records of all batches before this one, and with it; each octet once
 * @param countedOctets what the cells say of the same: as of the interval before and of this one, each at one instant just
 *     after the sessions were read, so that {@code countedOctets.from() <= reportedOctets.to() <= countedOctets.to()};
 *     zero unless {@code endsInterval}
 * @param endsInterval whether the batch is the last of its interval, and carries its cells
 */
public record BatchAccount(
        Counter reportedOctets,
        Counter reportedPackets,
        Counter countedOctets,
        Counter countedPackets,
        boolean endsInterval) {

    /** The octets of records, each once. */
    public static long octets(List<FlowRecord> records) {
        return sum(
                records,
                record -> record.initiatorOctets().delta()
                        + record.responderOctets().delta()
                        + record.droppedOctets().delta());
    }

    /** The packets of records, each once. */
    public static long packets(List<FlowRecord> records) {
        return sum(
                records,
                record -> record.initiatorPackets().delta()
                        + record.responderPackets().delta()
                        + record.droppedPackets().delta());
    }

    private static long sum(List<FlowRecord> records, ToLongFunction<FlowRecord> amount) {
        return records.stream()
                .filter(record -> !record.isSecondLeg())
                .mapToLong(amount)
                .sum();
    }
}
