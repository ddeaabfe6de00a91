package io.turnpike.node.maps;

import io.turnpike.node.ffi.BpfObject;
import java.util.Map;

/** The maps of a session table, which go together in size. */
public final class SessionMaps {
    private SessionMaps() {}

    /** Entries of each map, for so many sessions, a power of two. */
    public static Map<String, Integer> sizes(int sessions) {
        return Map.of(
                "sessions",
                sessions,
                "free_slots",
                sessions,
                "session_index",
                indexBuckets(sessions),
                "resting_ports",
                2 * sessions);
    }

    static int indexBuckets(int sessions) {
        return Math.max(1, sessions / 2);
    }

    public static SessionIndex index(BpfObject object, SessionTable table) {
        return new SessionIndex(
                new IndexBuckets(object.map("session_index"), object.map("allocator"), table),
                new RestingPorts(object.map("resting_ports")),
                table);
    }
}
