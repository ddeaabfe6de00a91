package io.turnpike.flow;

import java.util.List;

/**
 * One protocol and port of a load balancer.
 *
 * @param protocolIdentifier IANA protocol number: 6 (TCP) or 17 (UDP)
 * @param application other than NONE only over TCP: connections go to the proxies, which choose the backend
 * @param port 1 to 65535
 * @param certificates ids of the CERTIFICATE resources of an HTTPS listener, the default one first; else empty
 */
public record Listener(
        int protocolIdentifier, Application application, int port, List<Backend> backends, List<String> certificates) {
    public Listener {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
        backends = List.copyOf(backends);
        certificates = List.copyOf(certificates);
    }

    /** A listener of the directors alone. */
    public static Listener transport(int protocolIdentifier, int port, List<Backend> backends) {
        return new Listener(protocolIdentifier, Application.NONE, port, backends, List.of());
    }
}
