package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import io.turnpike.node.health.ServerSessions.Group;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Servers that take no new sessions since they are down, or gone from their listener, and how long they keep the old
 * ones. A server that returns in time keeps them all. A server whose weight is 0 does not drain: its sessions stay.
 */
final class Drains {
    private final Map<ServerKey, Drain> drains = new HashMap<>();
    private final Map<ServerKey, CheckedListener> listenerOf = new HashMap<>();

    private record Drain(CheckedListener listener, long endMillis) {}

    /** Sessions of a server whose time is over. */
    record Over(CheckedListener listener, Endpoint server) {
        boolean has(Group group) {
            return group.resource() == listener.resource()
                    && group.protocolIdentifier() == listener.protocolIdentifier()
                    && group.port() >= listener.port()
                    && group.port() <= listener.lastPort()
                    && group.server().address().equals(server.address())
                    && (server.port() == 0 || server.port() == group.server().port());
        }
    }

    /** An earlier process may have had servers that are gone: their sessions tell, and drain from now. */
    void adopt(Collection<CheckedListener> listeners, Set<Group> sessions, long nowMillis) {
        for (Group group : sessions) {
            listenerOf(listeners, group)
                    .filter(listener ->
                            listener.servers().stream().noneMatch(server -> new Over(listener, server).has(group)))
                    .ifPresent(listener -> begin(listener.key(group.server()), listener, nowMillis));
        }
    }

    private static Optional<CheckedListener> listenerOf(Collection<CheckedListener> listeners, Group group) {
        return listeners.stream()
                .filter(listener -> listener.resource() == group.resource()
                        && listener.protocolIdentifier() == group.protocolIdentifier()
                        && listener.port() <= group.port()
                        && listener.lastPort() >= group.port())
                .min((a, b) -> Integer.compare(a.lastPort() - a.port(), b.lastPort() - b.port()));
    }

    /** The listeners as they are now; servers that are no longer theirs begin to drain. */
    void configure(Collection<CheckedListener> listeners, long nowMillis) {
        Set<ServerKey> present = new HashSet<>();
        for (CheckedListener listener : listeners) {
            for (Endpoint server : listener.servers()) {
                present.add(listener.key(server));
                listenerOf.put(listener.key(server), listener);
            }
        }
        listenerOf.forEach((server, listener) -> {
            if (!present.contains(server)) {
                begin(server, listener, nowMillis);
            }
        });
        listenerOf.keySet().retainAll(present);
    }

    /** A server of a listener is up, or down. */
    void observe(ServerKey server, boolean up, long nowMillis) {
        if (up) {
            drains.remove(server);
            return;
        }
        CheckedListener listener = listenerOf.get(server);
        if (listener != null) {
            begin(server, listener, nowMillis);
        }
    }

    private void begin(ServerKey server, CheckedListener listener, long nowMillis) {
        if (listener.drainSeconds() > 0) {
            drains.putIfAbsent(server, new Drain(listener, nowMillis + listener.drainSeconds() * 1_000L));
        }
    }

    /** Those whose time is over. A server that is still down is told once only: it gets no new sessions. */
    List<Over> over(long nowMillis) {
        List<Over> over = new ArrayList<>();
        drains.forEach((server, drain) -> {
            if (drain.endMillis() <= nowMillis) {
                over.add(new Over(drain.listener(), server.server()));
            }
        });
        drains.replaceAll((server, drain) ->
                drain.endMillis() <= nowMillis ? new Drain(drain.listener(), Long.MAX_VALUE) : drain);
        drains.keySet().removeIf(server -> !listenerOf.containsKey(server) && isTold(server));
        return over;
    }

    private boolean isTold(ServerKey server) {
        Drain drain = drains.get(server);
        return drain != null && drain.endMillis() == Long.MAX_VALUE;
    }

    /** Servers that are draining now. */
    Set<ServerKey> draining() {
        Set<ServerKey> draining = new HashSet<>(drains.keySet());
        draining.removeIf(this::isTold);
        return draining;
    }
}
