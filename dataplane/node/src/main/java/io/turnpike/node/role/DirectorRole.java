package io.turnpike.node.role;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Binding;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.BpfLink.Point;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.registry.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Forwards what arrives for a VIP to the backends of its listener, and back. */
public final class DirectorRole implements Role {
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 65535;

    private final String node;
    private final List<NodeInterface> interfaces;
    private @Nullable Maps maps;

    /** A director; {@code node} is the id of the NODE resource whose local addresses this director owns */
    public DirectorRole(String node, List<NodeInterface> interfaces) {
        this.node = node;
        this.interfaces = interfaces;
    }

    private record Maps(
            DesiredMap listeners, BackendBanks backends, DesiredMap owned, BpfMap localAddresses, BpfMap settings) {}

    @Override
    public String objectName() {
        return "director";
    }

    @Override
    public List<Attachment> attachments(Hook hook) {
        Point point = hook == Hook.TC ? Point.TCX_INGRESS : Point.XDP;
        String program = hook == Hook.TC ? "director_tc" : "director_xdp";
        return interfaces.stream()
                .map(face -> new Attachment(program, face, false, point))
                .toList();
    }

    @Override
    public void open(BpfObject object, InterfaceIndexes indexes) {
        maps = new Maps(
                new DesiredMap(object.map("listeners")),
                new BackendBanks(object.map("backends")),
                new DesiredMap(object.map("owned_addresses")),
                object.map("local_addresses"),
                object.map("director_settings"));
    }

    @Override
    public void apply(Registry registry) {
        Maps open = Objects.requireNonNull(maps, "not open");
        applyOwnedAddresses(open, registry);
        applyLocalAddresses(open, registry);
        DesiredMap.Contents listeners = new DesiredMap.Contents();
        registry.open(ResourceKind.SLB).forEach(slb -> {
            for (Listener listener : slb.resource().listeners()) {
                putListener(open, listeners, slb.resource(), slb.binding(), listener);
            }
        });
        open.listeners().replace(listeners);
    }

    private static void putListener(
            Maps open, DesiredMap.Contents listeners, Resource slb, Binding binding, Listener listener) {
        IpAddress address = vip(binding);
        if (address == null) {
            return;
        }
        List<Backend> serving =
                listener.backends().stream().filter(b -> b.weight() > 0).toList();
        String name = slb.id() + "/" + listener.protocolIdentifier() + "/" + listener.port();
        int first = open.backends().place(name, serving);
        listeners.put(
                Struct.of(FlowAbi.LISTENER_KEY)
                        .with("address", address)
                        .withPort("port", listener.port())
                        .withByte("protocol", listener.protocolIdentifier())
                        .segment(),
                Struct.of(FlowAbi.LISTENER)
                        .with("resource", slb.number())
                        .with("binding", binding.bindingId())
                        .with("vpc", binding.vpcId())
                        .with("first_backend", first)
                        .with("backend_count", serving.size())
                        .segment());
    }

    private static @Nullable IpAddress vip(Binding binding) {
        return binding.publicAddress() != null ? binding.publicAddress() : binding.privateAddress();
    }

    private void applyOwnedAddresses(Maps open, Registry registry) {
        DesiredMap.Contents owned = new DesiredMap.Contents();
        registry.open(ResourceKind.SLB).forEach(slb -> {
            IpAddress address = vip(slb.binding());
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
        for (IpAddress local : localAddresses(registry)) {
            owned.put(
                    Struct.address(local),
                    Struct.of(FlowAbi.OWNED_ADDRESS).with("local", 1).segment());
        }
        open.owned().replace(owned);
    }

    private void applyLocalAddresses(Maps open, Registry registry) {
        List<IpAddress> local = localAddresses(registry);
        for (int i = 0; i < local.size(); i++) {
            open.localAddresses().put(Struct.number(i), Struct.address(local.get(i)));
        }
        open.settings()
                .put(
                        Struct.number(0),
                        Struct.of(FlowAbi.DIRECTOR_SETTINGS)
                                .with("local_address_count", local.size())
                                .withShort("first_port", FIRST_PORT)
                                .withShort("last_port", LAST_PORT)
                                .segment());
    }

    /** Every address of the node's prefixes, up to what the map holds. */
    private List<IpAddress> localAddresses(Registry registry) {
        int limit = Objects.requireNonNull(maps, "not open").localAddresses().maxEntries();
        List<IpAddress> addresses = new ArrayList<>();
        for (IpPrefix prefix : registry.find(node).map(Resource::localAddresses).orElse(List.of())) {
            long count = 1L << Math.min(128 - prefix.mappedLength(), 12);
            for (long i = 0; i < count && addresses.size() < limit; i++) {
                addresses.add(
                        new IpAddress(prefix.address().high(), prefix.address().low() + i));
            }
        }
        return addresses;
    }

    /** Backends of a listener lie in a row. A changed row is written beside the old one, so that no packet sees half of it. */
    private static final class BackendBanks {
        private static final int ROW = 128;

        private final BpfMap map;
        private final Map<String, Integer> firstBank = new HashMap<>();
        private final Map<String, List<Backend>> placed = new HashMap<>();
        private final Map<String, Integer> bank = new HashMap<>();

        BackendBanks(BpfMap map) {
            this.map = map;
        }

        int place(String listener, List<Backend> backends) {
            if (backends.size() > ROW) {
                throw new IllegalArgumentException(
                        "listener " + listener + " has " + backends.size() + " backends, at most " + ROW);
            }
            int base = firstBank.computeIfAbsent(listener, name -> 2 * ROW * firstBank.size());
            if (!backends.equals(placed.get(listener))) {
                int next = 1 - bank.getOrDefault(listener, 1);
                write(base + next * ROW, backends);
                bank.put(listener, next);
                placed.put(listener, backends);
            }
            return base + bank.getOrDefault(listener, 0) * ROW;
        }

        private void write(int first, List<Backend> backends) {
            for (int i = 0; i < backends.size(); i++) {
                Backend backend = backends.get(i);
                map.put(
                        Struct.number(first + i),
                        Struct.of(FlowAbi.BACKEND)
                                .with("address", backend.endpoint().address())
                                .withPort("port", backend.endpoint().port())
                                .withShort("weight", backend.weight())
                                .segment());
            }
        }
    }
}
