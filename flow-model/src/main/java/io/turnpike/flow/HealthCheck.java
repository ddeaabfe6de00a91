package io.turnpike.flow;

import java.util.List;

/**
 * How a listener finds out which of its servers can serve.
 *
 * @param port of the servers; 0 for the port that each serves on
 * @param intervalSeconds between two probes of one server, 1 to 50
 * @param timeoutSeconds that a probe waits for its answer, 1 to 300
 * @param healthyThreshold good probes in a row that bring a server back, 2 to 10
 * @param unhealthyThreshold failed probes in a row that take a server out, 2 to 10
 */
public record HealthCheck(
        Probe probe, int port, int intervalSeconds, int timeoutSeconds, int healthyThreshold, int unhealthyThreshold) {
    public HealthCheck {
        require("port", port, 0, 0xffff);
        require("intervalSeconds", intervalSeconds, 1, 50);
        require("timeoutSeconds", timeoutSeconds, 1, 300);
        require("healthyThreshold", healthyThreshold, 2, 10);
        require("unhealthyThreshold", unhealthyThreshold, 2, 10);
    }

    /** What is sent, and what counts as a good answer. */
    public sealed interface Probe {}

    /** A connection that is accepted. */
    public record Tcp() implements Probe {}

    /**
     * A response with a status of one of the classes.
     *
     * @param method HEAD or GET
     * @param host of the Host field; empty for the server's address
     * @param statusClasses first digits: 2 for 2xx
     */
    public record Http(String method, String path, String host, List<Integer> statusClasses) implements Probe {
        public Http {
            if (!method.equals("HEAD") && !method.equals("GET")) {
                throw new IllegalArgumentException("method " + method + " is not HEAD or GET");
            }
            if (statusClasses.isEmpty() || statusClasses.stream().anyMatch(first -> first < 1 || first > 5)) {
                throw new IllegalArgumentException("statusClasses " + statusClasses + " are not of 1 to 5");
            }
            statusClasses = List.copyOf(statusClasses);
        }
    }

    /**
     * A datagram. With a response only one that begins with it is good; without, silence is good too, and only an ICMP
     * port unreachable is not.
     */
    public record Udp(String request, String response) implements Probe {}

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + least + ".." + most);
        }
    }
}
