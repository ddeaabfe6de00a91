package io.turnpike.node.role;

import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.BpfLink.Point;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.health.CheckerAddresses;
import io.turnpike.node.health.ServerAvailability;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.ListenerCapTable;
import io.turnpike.node.maps.ListenerKey;
import io.turnpike.node.maps.Struct;
import io.turnpike.registry.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Forwards what arrives for a VIP to the backends of its listener, or as it is to the proxies, and back. */
public final class DirectorRole implements Role {
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 65535;
    /** Those of IPv4 lie in the first half of the map, those of IPv6 in the second. */
    private static final int LOCAL_ADDRESSES_A_FAMILY = 2048;

    private final String node;
    private final List<NodeInterface> interfaces;
    private final Consumer<List<IpAddress>> neighbours;
    private final ServerAvailability availability;
    private final @Nullable Consumer<Map<ListenerCapTable.Key, Long>> caps;
    private @Nullable Maps maps;

    /** A director whose servers are all taken to be able to serve */
    public DirectorRole(String node, List<NodeInterface> interfaces, Consumer<List<IpAddress>> neighbours) {
        this(node, interfaces, neighbours, ServerAvailability.UNCHECKED, null);
    }

    /** A director that has the caps of its listeners for itself */
    public DirectorRole(
            String node,
            List<NodeInterface> interfaces,
            Consumer<List<IpAddress>> neighbours,
            ServerAvailability availability) {
        this(node, interfaces, neighbours, availability, null);
    }

    /**
     * @param node id of the NODE resource whose local addresses this director owns
     * @param neighbours told of every address that packets are handed to directly, so that it stays known
     * @param availability asked for every server whenever the registry is applied
     * @param caps puts the caps of listeners in force; null for a director that has them for itself
     */
    public DirectorRole(
            String node,
            List<NodeInterface> interfaces,
            Consumer<List<IpAddress>> neighbours,
            ServerAvailability availability,
            @Nullable Consumer<Map<ListenerCapTable.Key, Long>> caps) {
        this.node = node;
        this.interfaces = interfaces;
        this.neighbours = neighbours;
        this.availability = availability;
        this.caps = caps;
    }

    private record Maps(
            ListenerMaps listeners, DesiredMap owned, BpfMap localAddresses, BpfMap settings, ProbeMaps probes) {}

    @Override
    public String objectName() {
        return "director";
    }

    @Override
    public List<Attachment> attachments(Hook hook) {
        Point point = hook == Hook.TC ? Point.TCX_INGRESS : Point.XDP;
        String program = hook == Hook.TC ? "director_tc" : "director_xdp";
        return Stream.concat(
                        interfaces.stream().map(face -> new Attachment(program, face, false, point)),
                        ProbeMaps.attachments(interfaces))
                .toList();
    }

    @Override
    public void open(BpfObject object, InterfaceIndexes indexes) {
        maps = new Maps(
                new ListenerMaps(object, availability, caps == null ? new ListenerCapTable(object)::replace : caps),
                new DesiredMap(object.map("owned_addresses")),
                object.map("local_addresses"),
                object.map("director_settings"),
                new ProbeMaps(object));
    }

    @Override
    public void apply(Registry registry) {
        Maps open = Objects.requireNonNull(maps, "not open");
        applyOwnedAddresses(open, registry);
        applyLocalAddresses(open, registry);
        open.probes().apply(registry, node);
        List<IpAddress> proxies = proxies(registry);
        neighbours.accept(proxies);
        open.listeners().apply(registry.open(ResourceKind.SLB), proxies);
    }

    /** Where the proxies take packets, in an order that does not change from one registry version to the next. */
    private static List<IpAddress> proxies(Registry registry) {
        return registry.resources().values().stream()
                .sorted(Comparator.comparing(Resource::id))
                .map(Resource::configuration)
                .filter(Configuration.Node.class::isInstance)
                .map(Configuration.Node.class::cast)
                .filter(proxy -> proxy.role() == NodeRole.PROXY)
                .flatMap(proxy -> proxy.ingressAddresses().stream())
                .toList();
    }

    private void applyOwnedAddresses(Maps open, Registry registry) {
        DesiredMap.Contents owned = new DesiredMap.Contents();
        registry.open(ResourceKind.SLB).forEach(slb -> {
            IpAddress address = ListenerKey.vip(slb.binding());
            if (address != null) {
                owned.put(
                        Struct.address(address),
                        Struct.of(FlowAbi.OWNED_ADDRESS)
                                .with("resource", slb.resource().number())
                                .with("binding", slb.binding().bindingId())
                                .with("vpc", slb.binding().vpcId())
                                .segment());
            }
        });
        for (boolean ipv4 : List.of(true, false)) {
            for (IpAddress local : localAddresses(registry, ipv4)) {
                owned.put(
                        Struct.address(local),
                        Struct.of(FlowAbi.OWNED_ADDRESS).with("local", 1).segment());
            }
        }
        open.owned().replace(owned);
    }

    private void applyLocalAddresses(Maps open, Registry registry) {
        List<IpAddress> ipv4 = localAddresses(registry, true);
        List<IpAddress> ipv6 = localAddresses(registry, false);
        putLocalAddresses(open, 0, ipv4);
        putLocalAddresses(open, LOCAL_ADDRESSES_A_FAMILY, ipv6);
        open.settings()
                .put(
                        Struct.number(0),
                        Struct.of(FlowAbi.DIRECTOR_SETTINGS)
                                .with("ipv4_address_count", ipv4.size())
                                .with("ipv6_address_count", ipv6.size())
                                .withShort("first_port", FIRST_PORT)
                                .withShort("last_port", LAST_PORT)
                                .segment());
    }

    private static void putLocalAddresses(Maps open, int first, List<IpAddress> addresses) {
        for (int i = 0; i < addresses.size(); i++) {
            open.localAddresses().put(Struct.number(first + i), Struct.address(addresses.get(i)));
        }
    }

    /** Every address of the node's prefixes of one family, up to what the map holds. */
    private List<IpAddress> localAddresses(Registry registry, boolean ipv4) {
        List<IpAddress> addresses = new ArrayList<>();
        for (IpPrefix prefix : registry.find(node).map(Resource::localAddresses).orElse(List.of())) {
            if (prefix.address().isIpv4() == ipv4) {
                addAll(addresses, prefix);
            }
        }
        // What comes from there is a probe and nothing else.
        addresses.removeAll(registry.find(node).map(CheckerAddresses::of).orElse(List.of()));
        return addresses;
    }

    private static void addAll(List<IpAddress> addresses, IpPrefix prefix) {
        long count = 1L << Math.min(128 - prefix.mappedLength(), 12);
        for (long i = 0; i < count && addresses.size() < LOCAL_ADDRESSES_A_FAMILY; i++) {
            addresses.add(
                    new IpAddress(prefix.address().high(), prefix.address().low() + i));
        }
    }
}
