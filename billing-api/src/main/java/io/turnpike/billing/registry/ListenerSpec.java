package io.turnpike.billing.registry;

import io.turnpike.flow.HealthCheck;
import io.turnpike.flow.Protection;
import io.turnpike.flow.Scheduling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener of an SLB as declared.
 *
 * @param lastPort as {@code port}, but for a range
 * @param certificates of an HTTPS listener, the default one first
 * @param servers where its sessions go to
 * @param establishedTimeoutSeconds null where it is not told
 */
public record ListenerSpec(
        ListenerProtocol protocol,
        int port,
        int lastPort,
        List<String> certificates,
        Servers servers,
        Scheduling scheduling,
        Protection protection,
        @Nullable HealthCheck healthCheck,
        @Nullable Integer establishedTimeoutSeconds) {
    /** One of the three ways to say which servers a listener has. */
    public sealed interface Servers {}

    /** Its own. */
    public record Own(List<BackendSpec> backends) implements Servers {
        public Own {
            backends = List.copyOf(backends);
        }
    }

    /** Those of a group of the SLB. */
    public record Group(String id) implements Servers {}

    /**
     * Those of the SLB itself.
     *
     * @param port that they serve this listener on; 0 if it is the client's own
     */
    public record DefaultGroup(int port) implements Servers {}

    public ListenerSpec {
        certificates = List.copyOf(certificates);
    }

    boolean isRange() {
        return lastPort > port;
    }
}
