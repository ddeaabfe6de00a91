package io.turnpike.node.health;

import io.turnpike.flow.Application;
import io.turnpike.flow.Backend;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.registry.Registry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The listeners whose servers the directors choose, and where those are probed. */
public final class CheckedListeners {
    private CheckedListeners() {}

    /** The servers of an HTTP or HTTPS listener are chosen by the proxies. */
    static List<CheckedListener> of(Registry registry) {
        return registry.open(ResourceKind.SLB)
                .flatMap(slb -> slb.resource().listeners().stream()
                        .filter(listener -> listener.application() == Application.NONE)
                        .map(listener -> of(slb.resource(), listener)))
                .toList();
    }

    private static CheckedListener of(Resource slb, Listener listener) {
        return new CheckedListener(
                slb.id(),
                slb.number(),
                listener.protocolIdentifier(),
                listener.port(),
                listener.lastPort(),
                listener.healthCheck(),
                listener.scheduling().slowStartSeconds(),
                listener.scheduling().drainSeconds(),
                listener.backends().stream().map(Backend::endpoint).collect(Collectors.toUnmodifiableSet()));
    }

    /** Where a probe goes to. */
    public record Place(Endpoint server, int protocolIdentifier) {}

    /** The load balancer that probes of each place are shown with: the oldest, if several check the same server. */
    public static Map<Place, Registry.Bound> places(Registry registry) {
        Map<Integer, Registry.Bound> balancers = registry.open(ResourceKind.SLB)
                .collect(Collectors.toMap(slb -> slb.resource().number(), slb -> slb));
        Map<Place, Registry.Bound> places = new HashMap<>();
        of(registry).stream()
                .sorted(Comparator.comparingInt(CheckedListener::resource))
                .forEach(listener -> listener.targets().forEach(target -> {
                    Registry.Bound slb = balancers.get(listener.resource());
                    if (slb != null) {
                        places.putIfAbsent(new Place(target.server(), target.protocolIdentifier()), slb);
                    }
                }));
        return places;
    }
}
