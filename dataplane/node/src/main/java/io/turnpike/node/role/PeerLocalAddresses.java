package io.turnpike.node.role;

import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose the local addresses of other directors are: what comes for them, since routers know this node as the way when the
 * owner's own is lost, and finds no session here, is handed to the owner while it lives.
 */
public final class PeerLocalAddresses {
    private static final IpAddress GONE = IpAddress.parse("::");

    private final String node;
    private final DesiredMap map;
    private Map<String, List<IpPrefix>> prefixes = Map.of();
    private Map<String, IpAddress> peers = Map.of();

    /**
     * @param node id of this node's own NODE resource
     * @param map {@code peer_local_addresses}
     */
    public PeerLocalAddresses(String node, BpfMap map) {
        this.node = node;
        this.map = new DesiredMap(map);
    }

    public synchronized void apply(Registry registry) {
        prefixes = registry.resources().values().stream()
                .filter(resource -> !resource.id().equals(node) && isDirector(resource))
                .collect(Collectors.toMap(Resource::id, Resource::localAddresses));
        write();
    }

    private static boolean isDirector(Resource resource) {
        return resource.configuration() instanceof Configuration.Node configuration
                && configuration.role() == NodeRole.DIRECTOR;
    }

    /** Addresses of the peers that live, by the id of their NODE resources. */
    public synchronized void peers(Map<String, IpAddress> alive) {
        peers = Map.copyOf(alive);
        write();
    }

    private void write() {
        DesiredMap.Contents contents = new DesiredMap.Contents();
        prefixes.forEach((id, own) -> {
            @Nullable IpAddress peer = peers.get(id);
            for (IpPrefix prefix : own) {
                contents.put(
                        Struct.of(FlowAbi.PREFIX_KEY)
                                .with("prefix_length", prefix.mappedLength())
                                .with("address", prefix.address())
                                .segment(),
                        Struct.address(peer == null ? GONE : peer));
            }
        });
        map.replace(contents);
    }
}
