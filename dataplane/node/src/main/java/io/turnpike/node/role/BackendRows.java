package io.turnpike.node.role;

import io.turnpike.flow.Endpoint;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Backends of a listener lie in a row. A changed row is written beside the old one, so that no packet sees half of it. */
final class BackendRows {
    private static final int ROW = 128;

    private final BpfMap map;
    private final Map<String, Integer> firstBank = new HashMap<>();
    private final Map<String, List<Endpoint>> placed = new HashMap<>();
    private final Map<String, Integer> bank = new HashMap<>();

    BackendRows(BpfMap map) {
        this.map = map;
    }

    /** Where the listener's row begins. */
    int place(String listener, List<Endpoint> backends) {
        if (backends.size() > ROW) {
            throw new IllegalArgumentException(
                    "listener " + listener + " has " + backends.size() + " backends, at most " + ROW);
        }
        int base = firstBank.computeIfAbsent(listener, name -> 2 * ROW * firstBank.size());
        if (!backends.equals(placed.get(listener))) {
            int next = 1 - bank.getOrDefault(listener, 1);
            write(base + next * ROW, backends);
            bank.put(listener, next);
            placed.put(listener, backends);
        }
        return base + bank.getOrDefault(listener, 0) * ROW;
    }

    private void write(int first, List<Endpoint> backends) {
        for (int i = 0; i < backends.size(); i++) {
            map.put(
                    Struct.number(first + i),
                    Struct.of(FlowAbi.BACKEND)
                            .with("address", backends.get(i).address())
                            .withPort("port", backends.get(i).port())
                            .segment());
        }
    }
}
