package io.turnpike.proxy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a proxy, from the environment.
 *
 * @param name id of its NODE resource
 * @param networkNamespace path of the namespace that it serves in, or null for the process's own
 * @param healthPort loopback port of /health and /metrics, in the process's own namespace
 * @param threads event loops, 1 to 256
 */
public record ProxyConfig(
        String name, @Nullable String networkNamespace, String kafkaBootstrap, int healthPort, int threads) {
    public ProxyConfig {
        if (threads < 1 || threads > 256) {
            throw new IllegalArgumentException("TURNPIKE_PROXY_THREADS " + threads + " is not in 1..256");
        }
        if (healthPort < 0 || healthPort > 0xffff) {
            throw new IllegalArgumentException("TURNPIKE_HEALTH_PORT " + healthPort + " is not in 0..65535");
        }
    }

    static ProxyConfig from(Map<String, String> environment) {
        return new ProxyConfig(
                text(environment, "TURNPIKE_PROXY_NAME"),
                environment.get("TURNPIKE_PROXY_NETNS"),
                text(environment, "TURNPIKE_KAFKA_BOOTSTRAP"),
                number("TURNPIKE_HEALTH_PORT", text(environment, "TURNPIKE_HEALTH_PORT")),
                number("TURNPIKE_PROXY_THREADS", environment.getOrDefault("TURNPIKE_PROXY_THREADS", "2")));
    }

    private static String text(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + value + "' is not a number", e);
        }
    }
}
