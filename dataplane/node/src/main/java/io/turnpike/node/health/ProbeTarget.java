package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.HealthCheck;
import io.turnpike.flow.HealthCheck.Http;
import io.turnpike.flow.HealthCheck.Tcp;
import io.turnpike.flow.HealthCheck.Udp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is probed, and how. Listeners that check the same server in the same way share one target, so it is probed once.
 *
 * @param server the address, and the port that is probed
 */
record ProbeTarget(Endpoint server, HealthCheck check) {
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** IANA protocol number of the probes. */
    int protocolIdentifier() {
        return check.probe() instanceof Udp ? UDP : TCP;
    }

    /**
     * The same number on every node that has the same release and knows the same check: nodes name targets by it. Where
     * releases describe a check differently the numbers differ, and each node probes for itself.
     */
    long key() {
        try {
            byte[] text = (server + " " + description()).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String description() {
        String probe = switch (check.probe()) {
            case Tcp tcp -> "TCP";
            case Http http ->
                "HTTP " + http.method() + " " + http.path() + " " + http.host() + " " + http.statusClasses();
            case Udp udp -> "UDP " + udp.request() + " " + udp.response();
        };
        return "%s %d %d %d %d"
                .formatted(
                        probe,
                        check.intervalSeconds(),
                        check.timeoutSeconds(),
                        check.healthyThreshold(),
                        check.unhealthyThreshold());
    }
}
