package io.turnpike.flow;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How our processes reach a Kafka that wants more than an address (TLS, SASL, quotas by client): any client property
 * may be given by the environment, {@code security.protocol} as {@code TURNPIKE_KAFKA_CLIENT_SECURITY_PROTOCOL}.
 */
public final class KafkaAccess {
    private static final String PREFIX = "TURNPIKE_KAFKA_CLIENT_";

    private KafkaAccess() {}

    /** The settings of a client of ours, which prevail, and what this process's environment adds to them. */
    public static Map<String, Object> with(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(properties(System.getenv()));
        all.putAll(settings);
        return all;
    }

    /** What this process's environment says. */
    public static Map<String, String> properties() {
        return properties(System.getenv());
    }

    /** No property of Kafka has an underscore in its name, so that each has one spelling in the environment. */
    static Map<String, String> properties(Map<String, String> environment) {
        Map<String, String> properties = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                properties.put(
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return properties;
    }
}
