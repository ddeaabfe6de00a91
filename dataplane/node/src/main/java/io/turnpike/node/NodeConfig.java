package io.turnpike.node;

import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import io.turnpike.node.sync.SyncConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a node, from the environment.
 *
 * @param name id of the node, and of its NODE resource
 * @param number 1 to 65535, unique in the cluster: the upper bits of the flow ids that it sets
 * @param role director, border, nic or proxy
 * @param networkNamespace path of a namespace to attach in, or null for the process's own
 * @param pinFolder a folder on a mounted bpffs
 * @param spoolLimitOctets the most that unpublished batches may take on disk
 * @param sessions slots of the session table, a power of two
 * @param intervalSeconds active interval, 1 to 60
 * @param healthPort loopback port of /health, /ready and /metrics
 * @param heartbeatFile where the watchdog looks for signs of life, or null without one
 * @param sync how a director shares its sessions with others; null if it does not
 */
public record NodeConfig(
        String name,
        int number,
        String role,
        @Nullable String networkNamespace,
        List<NodeInterface> interfaces,
        Hook hook,
        Path pinFolder,
        Path spoolFolder,
        long spoolLimitOctets,
        int sessions,
        int intervalSeconds,
        String kafkaBootstrap,
        int healthPort,
        @Nullable Path heartbeatFile,
        @Nullable SyncConfig sync) {
    public NodeConfig {
        if (number < 1 || number > 0xffff) {
            throw new IllegalArgumentException("TURNPIKE_NODE_NUMBER " + number + " is not in 1..65535");
        }
        if (Integer.bitCount(sessions) != 1 || sessions < 1024) {
            throw new IllegalArgumentException(
                    "TURNPIKE_NODE_SESSIONS " + sessions + " is not a power of two of at least 1024");
        }
        if (sync != null && !role.equals("director")) {
            throw new IllegalArgumentException(
                    "TURNPIKE_SYNC_INTERFACE is for directors: a " + role + " does not share its sessions");
        }
    }

    static NodeConfig from(Map<String, String> environment) {
        Reader in = new Reader(environment);
        return new NodeConfig(
                in.text("TURNPIKE_NODE_NAME"),
                in.number("TURNPIKE_NODE_NUMBER", null),
                in.text("TURNPIKE_NODE_ROLE"),
                environment.get("TURNPIKE_NODE_NETNS"),
                NodeInterface.parse(in.text("TURNPIKE_NODE_INTERFACES")),
                Hook.valueOf(
                        environment.getOrDefault("TURNPIKE_NODE_HOOK", "tc").toUpperCase(Locale.ROOT)),
                Path.of(in.text("TURNPIKE_BPF_FOLDER")),
                Path.of(in.text("TURNPIKE_SPOOL_FOLDER")),
                (long) in.number("TURNPIKE_SPOOL_LIMIT_MIB", 1024) << 20,
                in.number("TURNPIKE_NODE_SESSIONS", 65536),
                in.number("TURNPIKE_INTERVAL_SECONDS", 10),
                in.text("TURNPIKE_KAFKA_BOOTSTRAP"),
                in.number("TURNPIKE_HEALTH_PORT", null),
                in.file("TURNPIKE_HEARTBEAT_FILE"),
                SyncConfig.from(environment));
    }

    private record Reader(Map<String, String> environment) {
        String text(String name) {
            String value = environment.get(name);
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException(name + " is not set");
            }
            return value;
        }

        @Nullable
        Path file(String name) {
            String value = environment.get(name);
            return value == null ? null : Path.of(value);
        }

        int number(String name, @Nullable Integer orElse) {
            if (orElse != null && !environment.containsKey(name)) {
                return orElse;
            }
            try {
                return Integer.parseInt(text(name));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " '" + environment.get(name) + "' is not a number", e);
            }
        }
    }
}
