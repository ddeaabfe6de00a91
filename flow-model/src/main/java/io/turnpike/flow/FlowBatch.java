package io.turnpike.flow;

import java.util.List;

/** One interval of one node: the unit of numbering, spooling, publishing and deduplication. */
public record FlowBatch(
        BatchHeader header,
        List<InterfaceCell> interfaceCells,
        List<ResourceCell> resourceCells,
        List<FlowRecord> records) {
    public FlowBatch {
        interfaceCells = List.copyOf(interfaceCells);
        resourceCells = List.copyOf(resourceCells);
        records = List.copyOf(records);
    }
}
