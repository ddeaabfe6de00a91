package io.turnpike.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One protocol and port, or range of ports, of a load balancer.
 *
 * @param protocolIdentifier IANA protocol number: 6 (TCP) or 17 (UDP)
 * @param application other than NONE only over TCP: connections go to the proxies, which choose the backend
 * @param port 1 to 65535
 * @param lastPort the same as {@code port}, or the end of a range that it begins; a listener of one port goes before a
 *     range that has the port too, and ranges do not overlap
 * @param backends with the port 0 where the client's own port stays
 * @param certificates ids of the CERTIFICATE resources of an HTTPS listener, the default one first; else empty
 * @param healthCheck null if every backend is taken to be able to serve
 * @param establishedTimeoutSeconds of an established TCP session without a packet, 10 to 900
 */
public record Listener(
        int protocolIdentifier,
        Application application,
        int port,
        int lastPort,
        List<Backend> backends,
        List<String> certificates,
        Scheduling scheduling,
        Protection protection,
        @Nullable HealthCheck healthCheck,
        int establishedTimeoutSeconds) {
    public static final int LEAST_TIMEOUT_SECONDS = 10;
    public static final int MOST_TIMEOUT_SECONDS = 900;

    public Listener {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
        if (lastPort < port || lastPort > 0xffff) {
            throw new IllegalArgumentException("lastPort " + lastPort + " is not in " + port + "..65535");
        }
        if (establishedTimeoutSeconds < LEAST_TIMEOUT_SECONDS || establishedTimeoutSeconds > MOST_TIMEOUT_SECONDS) {
            throw new IllegalArgumentException("establishedTimeoutSeconds " + establishedTimeoutSeconds + " is not in "
                    + LEAST_TIMEOUT_SECONDS + ".." + MOST_TIMEOUT_SECONDS);
        }
        if (scheduling.group() == GroupMode.MASTER_SLAVE && backends.size() != 2) {
            throw new IllegalArgumentException("master and slave are two, not " + backends.size());
        }
        backends = List.copyOf(backends);
        certificates = List.copyOf(certificates);
    }

    /** One port with the defaults. */
    public Listener(
            int protocolIdentifier,
            Application application,
            int port,
            List<Backend> backends,
            List<String> certificates) {
        this(
                protocolIdentifier,
                application,
                port,
                port,
                backends,
                certificates,
                Scheduling.DEFAULT,
                Protection.NONE,
                null,
                MOST_TIMEOUT_SECONDS);
    }

    /** A listener of the directors alone. */
    public static Listener transport(int protocolIdentifier, int port, List<Backend> backends) {
        return new Listener(protocolIdentifier, Application.NONE, port, backends, List.of());
    }

    public Listener with(Scheduling other) {
        return copy(lastPort, other, protection, healthCheck, establishedTimeoutSeconds);
    }

    public Listener with(Protection other) {
        return copy(lastPort, scheduling, other, healthCheck, establishedTimeoutSeconds);
    }

    public Listener with(HealthCheck other) {
        return copy(lastPort, scheduling, protection, other, establishedTimeoutSeconds);
    }

    public Listener withLastPort(int other) {
        return copy(other, scheduling, protection, healthCheck, establishedTimeoutSeconds);
    }

    public Listener withEstablishedTimeout(int seconds) {
        return copy(lastPort, scheduling, protection, healthCheck, seconds);
    }

    private Listener copy(
            int newLastPort,
            Scheduling newScheduling,
            Protection newProtection,
            @Nullable HealthCheck newHealthCheck,
            int newTimeoutSeconds) {
        return new Listener(
                protocolIdentifier,
                application,
                port,
                newLastPort,
                backends,
                certificates,
                newScheduling,
                newProtection,
                newHealthCheck,
                newTimeoutSeconds);
    }
}
