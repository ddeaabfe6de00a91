package io.turnpike.billing.registry;

import java.util.List;

/** A listener of an SLB as declared. */
public record ListenerSpec(TransportProtocol protocol, int port, List<BackendSpec> backends) {
    public ListenerSpec {
        backends = List.copyOf(backends);
    }
}
