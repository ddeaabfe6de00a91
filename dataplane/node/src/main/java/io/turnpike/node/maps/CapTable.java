package io.turnpike.node.maps;

import io.turnpike.node.maps.DemandMeter.Demand;
import java.util.Map;

/** A part of the packet path that enforces caps. */
public interface CapTable<K> {
    /** Makes the packet path enforce exactly these. */
    void enforce(Map<K, NodeLimit> limits);

    /** How much came to a limit that is enforced. */
    Demand demand(K key);

    /** The safe rate that an earlier process left in force, in bits per second; 0 if there was none. */
    long adoptedBitsPerSecond(K key);
}
