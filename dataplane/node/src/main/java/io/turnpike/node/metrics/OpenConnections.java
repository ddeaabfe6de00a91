package io.turnpike.node.metrics;

import io.turnpike.node.maps.SessionTable;
import java.util.HashMap;
import java.util.Map;

/**
 * A node's own sessions that are open, of one listener.
 *
 * @param active TCP, established
 * @param inactive TCP that is not established yet, or not any more, and UDP
 */
record OpenConnections(int active, int inactive) {
    static final OpenConnections NONE = new OpenConnections(0, 0);

    private static final OpenConnections ACTIVE = new OpenConnections(1, 0);
    private static final OpenConnections INACTIVE = new OpenConnections(0, 1);

    OpenConnections plus(OpenConnections other) {
        return new OpenConnections(active + other.active, inactive + other.inactive);
    }

    /** By index of the listener's state. A copy of a peer's session has none: its owner counts it. */
    static Map<Integer, OpenConnections> of(SessionTable table) {
        Map<Integer, OpenConnections> open = new HashMap<>();
        for (int slot = 0; slot < table.slots(); slot++) {
            if (table.state(slot) == SessionTable.ACTIVE && table.listener(slot) != 0) {
                open.merge(table.listener(slot), table.isEstablished(slot) ? ACTIVE : INACTIVE, OpenConnections::plus);
            }
        }
        return open;
    }
}
