package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.HealthCheck;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A listener as far as the health of its servers goes.
 *
 * @param balancer id of the load balancer
 * @param resource its number
 * @param lastPort the same as {@code port}, or the end of a range
 * @param check null if its servers are not probed
 * @param slowStartSeconds in which a server that comes grows to its weight; 0: at once
 * @param drainSeconds after which the sessions of a server that is gone or down are ended; 0: they end by themselves
 */
record CheckedListener(
        String balancer,
        int resource,
        int protocolIdentifier,
        int port,
        int lastPort,
        @Nullable HealthCheck check,
        int slowStartSeconds,
        int drainSeconds,
        Set<Endpoint> servers) {
    CheckedListener {
        servers = Set.copyOf(servers);
    }

    ServerKey key(Endpoint server) {
        return new ServerKey(balancer, protocolIdentifier, port, server);
    }

    Stream<ProbeTarget> targets() {
        return servers.stream().flatMap(server -> target(server).stream());
    }

    /** How the server is probed, if it is. Where the client's port stays, that of the listener stands for all. */
    Optional<ProbeTarget> target(Endpoint server) {
        if (check == null) {
            return Optional.empty();
        }
        int ownPort = server.port() == 0 ? port : server.port();
        return Optional.of(
                new ProbeTarget(new Endpoint(server.address(), check.port() == 0 ? ownPort : check.port()), check));
    }
}
