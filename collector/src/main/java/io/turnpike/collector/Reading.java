package io.turnpike.collector;

import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.InterfaceCell;
import io.turnpike.flow.ResourceCell;
import java.util.List;

/**
 * One look at the counters.
 *
 * @param registryVersion that the packet path had applied
 * @param records what moved since the baseline
 * @param endedSlots slots of sessions whose last octet is in {@code records}
 */
public record Reading(
        long registryVersion,
        List<InterfaceCell> interfaceCells,
        List<ResourceCell> resourceCells,
        List<FlowRecord> records,
        List<Integer> endedSlots) {}
