package io.turnpike.node.health;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A server that came up, or came to a listener that had others, takes a growing share of its weight: ten steps, the
 * first at once, since a share of nothing would never show whether it can serve. The servers that a listener begins with
 * all start in full.
 */
final class SlowStart {
    private static final int STEPS = 10;
    private static final int STEP_PERMILLE = ServerAvailability.FULL / STEPS;

    private final Map<ServerKey, Long> addedMillis = new HashMap<>();
    private Set<String> listeners = Set.of();

    void configure(Collection<CheckedListener> now, long nowMillis) {
        Set<String> names = new HashSet<>();
        Set<ServerKey> servers = new HashSet<>();
        for (CheckedListener listener : now) {
            String name = name(listener);
            names.add(name);
            listener.servers().forEach(server -> servers.add(listener.key(server)));
            long added = listeners.contains(name) ? nowMillis : ServerHealth.ALWAYS;
            listener.servers().forEach(server -> addedMillis.putIfAbsent(listener.key(server), added));
        }
        addedMillis.keySet().retainAll(servers);
        listeners = names;
    }

    private static String name(CheckedListener listener) {
        return listener.balancer() + "/" + listener.protocolIdentifier() + "/" + listener.port();
    }

    /** In thousandths of the weight, of a server that has been up since an instant, or always. */
    int permille(ServerKey server, int slowStartSeconds, long upSinceMillis, long nowMillis) {
        long since = Math.max(upSinceMillis, addedMillis.getOrDefault(server, ServerHealth.ALWAYS));
        if (slowStartSeconds == 0 || since == ServerHealth.ALWAYS) {
            return ServerAvailability.FULL;
        }
        long steps = Math.max(0, nowMillis - since) * STEPS / (slowStartSeconds * 1_000L);
        return Math.clamp(steps, 1, STEPS) * STEP_PERMILLE;
    }
}
