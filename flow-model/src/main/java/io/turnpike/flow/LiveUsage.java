package io.turnpike.flow;

import java.util.List;

/**
 * A value of the topic {@link Topics#USAGE}: a node's cells at one instant. Cells are cumulative, so a lost value loses
 * nothing; limits and live charts are made of it, bills are not.
 *
 * @param node name of the node
 * @param countersEpoch identifies the set of kernel counters; cells compare only within one
 * @param atMillis UTC
 * @param limitsVersion the largest {@link Limit#version} up to which the node has applied all limits: its acknowledgement
 */
public record LiveUsage(String node, long countersEpoch, long atMillis, long limitsVersion, List<LiveCell> cells) {
    public LiveUsage {
        cells = List.copyOf(cells);
    }
}
