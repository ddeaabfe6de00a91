package io.turnpike.collector;

import io.turnpike.flow.Counter;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.InterfaceCell;
import io.turnpike.flow.ResourceCell;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at the counters.
 *
 * @param registryVersion that the packet path had applied
 * @param records what moved since the baseline
 * @param endedSlots slots of sessions whose last octet is in {@code records}
 * @param totals null if the counters do not tell
 */
public record Reading(
        long registryVersion,
        List<InterfaceCell> interfaceCells,
        List<ResourceCell> resourceCells,
        List<FlowRecord> records,
        List<Integer> endedSlots,
        @Nullable Totals totals) {

    /** For a source that keeps no totals. */
    public Reading(
            long registryVersion,
            List<InterfaceCell> interfaceCells,
            List<ResourceCell> resourceCells,
            List<FlowRecord> records,
            List<Integer> endedSlots) {
        this(registryVersion, interfaceCells, resourceCells, records, endedSlots, null);
    }

    /**
     * Cumulative, over all processes of the node.
     *
     * @param reportedOctets in all records before these
     * @param countedOctets what the cells said of the same at the reading before, and say now
     */
    public record Totals(long reportedOctets, long reportedPackets, Counter countedOctets, Counter countedPackets) {}

    /** The same without what only its own counters could tell. */
    public Reading withoutTotals() {
        return new Reading(registryVersion, List.of(), resourceCells, records, endedSlots);
    }
}
