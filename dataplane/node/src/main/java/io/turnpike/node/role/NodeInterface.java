package io.turnpike.node.role;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface of the node.
 *
 * @param name in the node's namespace
 * @param purpose {@code public} or {@code private} on a director, border or proxy; on a nic node the id of the ECS behind it
 * @param peerNamespace with XDP on a nic node: path of the namespace of the ECS's end, else null
 * @param peerName with XDP on a nic node: the ECS's end
 */
public record NodeInterface(
        String name,
        String purpose,
        @Nullable String peerNamespace,
        @Nullable String peerName) {
    private static final String FORM = "NAME=PURPOSE or NAME=ECS@NAMESPACE:NAME, separated by commas";

    /** Reads {@code eth0=public,eth1=private} or {@code vif1=ecs1@/run/netns/x:eth0}. */
    public static List<NodeInterface> parse(String text) {
        List<NodeInterface> interfaces = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            interfaces.add(parseOne(part.strip()));
        }
        return List.copyOf(interfaces);
    }

    private static NodeInterface parseOne(String text) {
        int equals = text.indexOf('=');
        int at = text.indexOf('@');
        int colon = text.lastIndexOf(':');
        if (equals < 1 || equals == text.length() - 1 || (at >= 0 && (at < equals + 2 || colon < at + 2))) {
            throw new IllegalArgumentException("interface '" + text + "' is not of the form " + FORM);
        }
        String name = text.substring(0, equals);
        return at < 0
                ? new NodeInterface(name, text.substring(equals + 1), null, null)
                : new NodeInterface(
                        name, text.substring(equals + 1, at), text.substring(at + 1, colon), text.substring(colon + 1));
    }
}
