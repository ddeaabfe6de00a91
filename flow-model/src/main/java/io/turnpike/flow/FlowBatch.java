package io.turnpike.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One interval of one node, or a part of it: the unit of numbering, spooling, publishing and deduplication.
 *
 * @param account null from a node of an earlier release, and of maps that such a node left behind
 * @param last whether the counters were read to their end: nothing is counted on them any more
 */
public record FlowBatch(
        BatchHeader header,
        @Nullable BatchAccount account,
        boolean last,
        List<InterfaceCell> interfaceCells,
        List<ResourceCell> resourceCells,
        List<FlowRecord> records) {
    public FlowBatch {
        interfaceCells = List.copyOf(interfaceCells);
        resourceCells = List.copyOf(resourceCells);
        records = List.copyOf(records);
    }

    /** Without an account. */
    public FlowBatch(
            BatchHeader header,
            List<InterfaceCell> interfaceCells,
            List<ResourceCell> resourceCells,
            List<FlowRecord> records) {
        this(header, null, false, interfaceCells, resourceCells, records);
    }

    /** The same with another header. */
    public FlowBatch with(BatchHeader other) {
        return new FlowBatch(other, account, last, interfaceCells, resourceCells, records);
    }
}
