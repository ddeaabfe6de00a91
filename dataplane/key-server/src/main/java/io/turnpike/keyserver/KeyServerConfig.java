package io.turnpike.keyserver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a key server, from the environment.
 *
 * @param name unique among the key servers, without a slash
 * @param networkNamespace path of the namespace to listen in, or null for the process's own
 * @param listen IP address and port of the gRPC service
 * @param keyFolder PEM files of private keys, PKCS#8, mode 0700 and 0600
 * @param certificate chain of the server, PEM
 * @param certificateKey of that certificate, PEM, PKCS#8
 * @param authority certificates that clients' certificates are issued by, PEM
 * @param allowedClients names of client certificates that may sign
 * @param healthPort loopback port of /health and /metrics
 */
record KeyServerConfig(
        String name,
        @Nullable String networkNamespace,
        InetSocketAddress listen,
        Path keyFolder,
        Path certificate,
        Path certificateKey,
        Path authority,
        Set<String> allowedClients,
        String kafkaBootstrap,
        int healthPort) {
    KeyServerConfig {
        allowedClients = Set.copyOf(allowedClients);
        if (name.contains("/")) {
            throw new IllegalArgumentException("TURNPIKE_KEYSERVER_NAME '" + name + "' has a slash");
        }
        if (allowedClients.isEmpty()) {
            throw new IllegalArgumentException("TURNPIKE_TLS_ALLOWED_CLIENTS names nobody");
        }
    }

    static KeyServerConfig from(Map<String, String> environment) {
        Reader in = new Reader(environment);
        return new KeyServerConfig(
                in.text("TURNPIKE_KEYSERVER_NAME"),
                environment.get("TURNPIKE_KEYSERVER_NETNS"),
                in.address("TURNPIKE_KEYSERVER_LISTEN"),
                Path.of(in.text("TURNPIKE_KEY_FOLDER")),
                Path.of(in.text("TURNPIKE_TLS_CERTIFICATE")),
                Path.of(in.text("TURNPIKE_TLS_KEY")),
                Path.of(in.text("TURNPIKE_TLS_CA")),
                in.names("TURNPIKE_TLS_ALLOWED_CLIENTS"),
                in.text("TURNPIKE_KAFKA_BOOTSTRAP"),
                in.port("TURNPIKE_HEALTH_PORT", in.text("TURNPIKE_HEALTH_PORT")));
    }

    private record Reader(Map<String, String> environment) {
        String text(String name) {
            String value = environment.get(name);
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException(name + " is not set");
            }
            return value.strip();
        }

        int port(String name, String text) {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 0xffff) {
                throw new IllegalArgumentException(name + ": '" + text + "' is not a port");
            }
            return Integer.parseInt(text);
        }

        InetSocketAddress address(String name) {
            String text = text(name);
            int colon = text.lastIndexOf(':');
            try {
                InetAddress address = InetAddress.ofLiteral(text.substring(0, Math.max(colon, 0)));
                return new InetSocketAddress(address, port(name, text.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + " '" + text + "' is not address:port", e);
            }
        }

        Set<String> names(String name) {
            return Stream.of(text(name).split(","))
                    .map(String::strip)
                    .filter(one -> !one.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
