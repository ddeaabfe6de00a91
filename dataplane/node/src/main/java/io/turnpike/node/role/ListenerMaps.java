package io.turnpike.node.role;

import io.turnpike.flow.AccessList;
import io.turnpike.flow.Application;
import io.turnpike.flow.Configuration.LoadBalancer;
import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Protection;
import io.turnpike.flow.Scheduler;
import io.turnpike.flow.Scheduling;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.health.ServerAvailability;
import io.turnpike.node.maps.ChoiceRows;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.ListenerCapTable;
import io.turnpike.node.maps.ListenerKey;
import io.turnpike.node.maps.ListenerStates;
import io.turnpike.node.maps.ServerTable;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.schedule.PortRange;
import io.turnpike.registry.Registry;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The listeners of a director with all that they refer to. What a listener points at is written before it, and what it
 * no longer points at is taken away after it; nothing of this touches a session.
 */
final class ListenerMaps {
    private static final int FLAG_DIRECT_ROUTING = 1;
    private static final int FLAG_ALLOW = 2;
    private static final int FLAG_DENY = 4;

    private static final int TCP = 6;
    private static final int ADDRESS_AND_PROTOCOL_BITS = 128 + 16;
    /** In 1/64 ns. */
    private static final long SECOND = 64_000_000_000L;

    private static final Scheduling AMONG_PROXIES = Scheduling.DEFAULT.with(Scheduler.RR);

    private final DesiredMap exact;
    private final DesiredMap ranges;
    private final ListenerStates states;
    private final ServerRows servers;
    private final AccessLists accessLists;
    private final Consumer<Map<ListenerCapTable.Key, Long>> caps;
    private final ServerAvailability availability;

    /** One change, as far as it has been gathered. */
    private static final class Change {
        final DesiredMap.Contents exact = new DesiredMap.Contents();
        final DesiredMap.Contents ranges = new DesiredMap.Contents();
        final Set<ListenerKey> keys = new HashSet<>();
        final Map<ListenerCapTable.Key, Long> caps = new HashMap<>();
    }

    /** @param caps puts caps of listeners, in bits per second and 0 for none, in force before it returns */
    ListenerMaps(BpfObject object, ServerAvailability availability, Consumer<Map<ListenerCapTable.Key, Long>> caps) {
        this.exact = new DesiredMap(object.map("listeners"));
        this.ranges = new DesiredMap(object.map("listener_ranges"));
        this.states = new ListenerStates(object.map("listener_states"));
        this.servers = new ServerRows(new ServerTable(object.map("servers")), new ChoiceRows(object.map("choices")));
        this.accessLists = new AccessLists(object.map("access_lists"));
        this.caps = caps;
        this.availability = availability;
        servers.adopt(object.map("listeners"));
        servers.adopt(object.map("listener_ranges"));
    }

    void apply(Stream<Registry.Bound> balancers, List<IpAddress> proxies) {
        Change change = new Change();
        balancers.forEach(slb -> gather(change, slb, proxies));
        caps.accept(change.caps);
        accessLists.put();
        exact.put(change.exact);
        ranges.put(change.ranges);
        exact.retain(change.exact);
        ranges.retain(change.ranges);
        accessLists.retain();
        servers.retain();
        states.retain(change.keys);
    }

    private void gather(Change change, Registry.Bound slb, List<IpAddress> proxies) {
        IpAddress address = ListenerKey.vip(slb.binding());
        if (address == null || !(slb.resource().configuration() instanceof LoadBalancer balancer)) {
            return;
        }
        ListenerKey own = ListenerKey.ofBalancer(address);
        int instance = states.place(own, 0);
        change.keys.add(own);
        MemorySegment limit = limit(balancer.connections(), instance);
        for (Listener listener : balancer.listeners()) {
            ListenerKey key = ListenerKey.of(address, listener);
            change.keys.add(key);
            int state = states.place(key, instance);
            Protection protection = listener.protection();
            change.caps.put(new ListenerCapTable.Key(key, state, Direction.OUT), protection.outBitsPerSecond());
            change.caps.put(new ListenerCapTable.Key(key, state, Direction.IN), protection.inBitsPerSecond());
            put(change, address, listener, value(slb, address, listener, state, limit, proxies));
        }
    }

    private static void put(Change change, IpAddress address, Listener listener, MemorySegment value) {
        if (listener.lastPort() == listener.port()) {
            change.exact.put(
                    Struct.of(FlowAbi.LISTENER_KEY)
                            .with("address", address)
                            .withPort("port", listener.port())
                            .withByte("protocol", listener.protocolIdentifier())
                            .segment(),
                    value);
            return;
        }
        for (PortRange.Prefix prefix : new PortRange(listener.port(), listener.lastPort()).prefixes()) {
            change.ranges.put(
                    Struct.of(FlowAbi.PORT_PREFIX)
                            .with("prefix_length", ADDRESS_AND_PROTOCOL_BITS + prefix.bits())
                            .with("address", address)
                            .withByte("protocol", listener.protocolIdentifier())
                            .withPort("port", prefix.port())
                            .segment(),
                    value);
        }
    }

    private MemorySegment value(
            Registry.Bound slb,
            IpAddress vip,
            Listener listener,
            int state,
            MemorySegment instanceLimit,
            List<IpAddress> proxies) {
        boolean direct = listener.application() != Application.NONE;
        String name = vip + "/" + listener.protocolIdentifier() + "/" + listener.port() + "-" + listener.lastPort();
        Scheduling scheduling = direct ? AMONG_PROXIES : listener.scheduling();
        ChoiceRows.Place row = servers.place(
                name,
                state,
                scheduling,
                (direct ? proxies(proxies) : backends(slb, listener))
                        .filter(target -> target.endpoint().address().isIpv4() == vip.isIpv4())
                        .toList());
        AccessList list = listener.protection().accessList();
        return Struct.of(FlowAbi.LISTENER)
                .with("limit", 0, limit(listener.protection().connections(), state))
                .with("instance_limit", 0, instanceLimit)
                .with("resource", slb.resource().number())
                .with("binding", slb.binding().bindingId())
                .with("vpc", slb.binding().vpcId())
                .with("flags", (direct ? FLAG_DIRECT_ROUTING : 0) | flag(list.action()))
                .with("first_choice", row.first())
                .with("choice_count", row.count())
                .with("access_list", list.prefixes().isEmpty() ? 0 : accessLists.number(list.prefixes()))
                .withShort("scheduler", scheduling.firstChoice().code())
                .withShort("persistence_seconds", scheduling.persistenceSeconds())
                .withShort(
                        "idle_seconds", listener.protocolIdentifier() == TCP ? listener.establishedTimeoutSeconds() : 0)
                .segment();
    }

    private static MemorySegment limit(ConnectionLimits limits, int state) {
        return Struct.of(FlowAbi.CONNECTION_LIMIT)
                .withLong(
                        "interval",
                        limits.newConnectionsPerSecond() == 0 ? 0 : SECOND / limits.newConnectionsPerSecond())
                .with("most", limits.maxConnections())
                .with("state", state)
                .segment();
    }

    private static int flag(AccessList.Action action) {
        return switch (action) {
            case OPEN -> 0;
            case ALLOW -> FLAG_ALLOW;
            case DENY -> FLAG_DENY;
        };
    }

    private Stream<ServerRows.Target> backends(Registry.Bound slb, Listener listener) {
        return listener.backends().stream()
                .map(backend -> new ServerRows.Target(
                        backend.endpoint(),
                        backend.weight(),
                        availability.permille(slb.resource().id(), listener, backend)));
    }

    /** A proxy is handed packets as they are, whatever their port. */
    private static Stream<ServerRows.Target> proxies(List<IpAddress> proxies) {
        return proxies.stream().map(proxy -> new ServerRows.Target(new Endpoint(proxy, 0), 1, ServerAvailability.FULL));
    }
}
