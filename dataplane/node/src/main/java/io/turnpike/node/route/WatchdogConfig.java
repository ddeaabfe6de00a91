package io.turnpike.node.route;

import java.nio.file.Path;
import java.util.Map;

/**
 * Settings of a node's watchdog, from the environment.
 *
 * @param heartbeatFile where the control process gives signs of life
 * @param drainFile while it is there, the node has no traffic
 * @param birdSocket control socket of the node's BIRD
 * @param healthPort loopback port of /health
 */
record WatchdogConfig(Path heartbeatFile, Path drainFile, Path birdSocket, int healthPort) {
    static WatchdogConfig from(Map<String, String> environment) {
        return new WatchdogConfig(
                Path.of(text(environment, "TURNPIKE_HEARTBEAT_FILE")),
                Path.of(text(environment, "TURNPIKE_DRAIN_FILE")),
                Path.of(text(environment, "TURNPIKE_BIRD_SOCKET")),
                port(text(environment, "TURNPIKE_HEALTH_PORT")));
    }

    private static String text(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("TURNPIKE_HEALTH_PORT '" + text + "' is not a number", e);
        }
    }
}
