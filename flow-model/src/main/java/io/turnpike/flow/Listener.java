package io.turnpike.flow;

import java.util.List;

/**
 * One protocol and port of a load balancer.
 *
 * @param protocolIdentifier IANA protocol number: 6 (TCP) or 17 (UDP)
 * @param port 1 to 65535
 */
public record Listener(int protocolIdentifier, int port, List<Backend> backends) {
    public Listener {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
        backends = List.copyOf(backends);
    }
}
