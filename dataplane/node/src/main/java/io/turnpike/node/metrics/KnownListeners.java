package io.turnpike.node.metrics;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.maps.ListenerKey;
import io.turnpike.registry.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The load balancers of a registry and their listeners, and which of them a session belongs to. */
final class KnownListeners {
    static final KnownListeners NONE = new KnownListeners();

    private final Map<Subject, ListenerKey> keys = new HashMap<>();
    private final Map<Integer, Subject> balancers = new HashMap<>();
    private final Map<Carrier, List<Ports>> ports = new HashMap<>();

    /** A protocol of a load balancer, by its number. */
    private record Carrier(int resource, int protocolIdentifier) {}

    private record Ports(int first, int last, Subject subject) {}

    private KnownListeners() {}

    static KnownListeners of(Registry registry) {
        KnownListeners known = new KnownListeners();
        registry.open(ResourceKind.SLB).forEach(known::add);
        // A port of its own goes before a range.
        known.ports.values().forEach(list -> list.sort(Comparator.comparingInt(each -> each.last() - each.first())));
        return known;
    }

    private void add(Registry.Bound slb) {
        IpAddress vip = ListenerKey.vip(slb.binding());
        if (vip == null) {
            return;
        }
        int number = slb.resource().number();
        Subject balancer = Subject.ofBalancer(slb.resource().id());
        balancers.put(number, balancer);
        keys.put(balancer, ListenerKey.ofBalancer(vip));
        for (Listener listener : slb.resource().listeners()) {
            Subject subject = Subject.of(balancer.resource(), listener);
            keys.put(subject, ListenerKey.of(vip, listener));
            ports.computeIfAbsent(new Carrier(number, listener.protocolIdentifier()), carrier -> new ArrayList<>())
                    .add(new Ports(listener.port(), listener.lastPort(), subject));
        }
    }

    /** Whose running state each has. */
    Map<Subject, ListenerKey> keys() {
        return keys;
    }

    Optional<Subject> balancer(int resource) {
        return Optional.ofNullable(balancers.get(resource));
    }

    /** The listener that a session to this port of the load balancer is of. */
    Optional<Subject> listener(int resource, int protocolIdentifier, int port) {
        for (Ports each : ports.getOrDefault(new Carrier(resource, protocolIdentifier), List.of())) {
            if (each.first() <= port && port <= each.last()) {
                return Optional.of(each.subject());
            }
        }
        return Optional.empty();
    }
}
