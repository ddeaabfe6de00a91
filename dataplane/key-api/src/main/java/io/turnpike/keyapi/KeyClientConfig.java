package io.turnpike.keyapi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the key servers are, and who asks.
 *
 * @param servers in the order of preference at start
 * @param certificate chain of the client, PEM; its name is what the key servers allow
 * @param privateKey of that certificate, PEM, PKCS#8
 * @param authority certificates that the servers' are issued by, PEM
 * @param deadline of a call to one server
 * @param inFlightLimit the most signatures under way; more are refused at once
 * @param networkNamespace path of the namespace that sockets are opened in, or null for the process's own
 */
public record KeyClientConfig(
        List<KeyServerAddress> servers,
        Path certificate,
        Path privateKey,
        Path authority,
        Duration deadline,
        int inFlightLimit,
        @Nullable String networkNamespace) {
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(2);
    public static final int DEFAULT_IN_FLIGHT_LIMIT = 1024;

    public KeyClientConfig {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("there must be a key server");
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline " + deadline + " is not positive");
        }
        if (inFlightLimit < 1) {
            throw new IllegalArgumentException("in-flight limit " + inFlightLimit + " is not positive");
        }
    }

    /**
     * Settings from TURNPIKE_KEY_SERVERS (as {@link KeyServerAddress#parse} has them), TURNPIKE_TLS_CERTIFICATE,
     * TURNPIKE_TLS_KEY and TURNPIKE_TLS_CA.
     *
     * @throws IllegalArgumentException naming the variable that is missing or cannot be read
     */
    public static KeyClientConfig from(Map<String, String> environment, @Nullable String networkNamespace) {
        return new KeyClientConfig(
                KeyServerAddress.parse(text(environment, "TURNPIKE_KEY_SERVERS")),
                Path.of(text(environment, "TURNPIKE_TLS_CERTIFICATE")),
                Path.of(text(environment, "TURNPIKE_TLS_KEY")),
                Path.of(text(environment, "TURNPIKE_TLS_CA")),
                DEFAULT_DEADLINE,
                DEFAULT_IN_FLIGHT_LIMIT,
                networkNamespace);
    }

    private static String text(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }
}
