package io.turnpike.billing.registry;

import java.util.List;

/**
 * A listener of an SLB as declared.
 *
 * @param certificates of an HTTPS listener, the default one first
 */
public record ListenerSpec(ListenerProtocol protocol, int port, List<String> certificates, List<BackendSpec> backends) {
    public ListenerSpec {
        certificates = List.copyOf(certificates);
        backends = List.copyOf(backends);
    }
}
