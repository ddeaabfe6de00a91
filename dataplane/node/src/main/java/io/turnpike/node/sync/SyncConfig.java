package io.turnpike.node.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How sessions are shared.
 *
 * @param networkInterface that all peers are reached by, in the node's network namespace
 * @param group multicast address and port
 * @param key that all peers have
 * @param handOver address that peers hand packets over to; null for the interface's own
 */
public record SyncConfig(
        String networkInterface,
        InetSocketAddress group,
        Key key,
        @Nullable String handOver) {
    private static final String DEFAULT_GROUP = "239.255.84.80:4784";

    /** Null if sessions are not shared: the interface is not set. */
    public static @Nullable SyncConfig from(Map<String, String> environment) {
        String name = environment.get("TURNPIKE_SYNC_INTERFACE");
        if (name == null || name.isBlank()) {
            return null;
        }
        String keyFile = environment.get("TURNPIKE_SYNC_KEY_FILE");
        if (keyFile == null) {
            throw new IllegalArgumentException("TURNPIKE_SYNC_KEY_FILE is not set, and sessions are shared by " + name);
        }
        return new SyncConfig(
                name,
                group(environment.getOrDefault("TURNPIKE_SYNC_GROUP", DEFAULT_GROUP)),
                key(Path.of(keyFile)),
                environment.get("TURNPIKE_SYNC_ADDRESS"));
    }

    /** A secret, so that it is in no log. */
    static final class Key {
        private final byte[] octets;

        Key(byte[] octets) {
            this.octets = octets.clone();
        }

        byte[] octets() {
            return octets.clone();
        }
    }

    private static Key key(Path file) {
        try {
            byte[] key = Files.readAllBytes(file);
            if (key.length < Authenticator.LEAST_KEY_OCTETS) {
                throw new IllegalArgumentException("TURNPIKE_SYNC_KEY_FILE " + file + " has " + key.length
                        + " octets; it must have at least " + Authenticator.LEAST_KEY_OCTETS
                        + ", the same on all nodes (for example from head -c 32 /dev/urandom)");
            }
            return new Key(key);
        } catch (IOException e) {
            throw new UncheckedIOException("TURNPIKE_SYNC_KEY_FILE " + file + " cannot be read", e);
        }
    }

    static InetSocketAddress group(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, colon).replace("[", "").replace("]", "");
            InetSocketAddress group = new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
            if (group.getAddress() != null && group.getAddress().isMulticastAddress()) {
                return group;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // What is wrong with it is said below, however it is wrong.
        }
        throw new IllegalArgumentException(
                "TURNPIKE_SYNC_GROUP '" + text + "' is not a multicast address and a port, such as " + DEFAULT_GROUP);
    }
}
