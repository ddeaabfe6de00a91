package io.turnpike.billing.http;

import io.turnpike.billing.registry.BackendSpec;
import io.turnpike.billing.registry.ListenerSpec;
import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.registry.ResourceSpec;
import io.turnpike.billing.registry.TransportProtocol;
import io.turnpike.flow.ResourceKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A resource as the API shows it; {@code address} is the public one. */
record ResourceItem(
        String id,
        ResourceKind kind,
        int number,
        @Nullable String account,
        @Nullable String address,
        @Nullable String privateAddress,
        @Nullable Integer vpc,
        @Nullable String boundTo,
        boolean publicBandwidth,
        List<ListenerItem> listeners,
        List<String> localAddresses) {

    record ListenerItem(TransportProtocol protocol, int port, List<BackendItem> backends) {}

    record BackendItem(String resource, @Nullable String address, int port, int weight) {}

    static ResourceItem of(Registered resource, Map<String, Registered> all) {
        ResourceSpec spec = resource.spec();
        return new ResourceItem(
                spec.id(),
                spec.kind(),
                resource.number(),
                spec.account(),
                text(spec.publicAddress()),
                privateAddress(spec, all),
                spec.vpcId() == 0 ? null : spec.vpcId(),
                spec.boundTo(),
                spec.publicBandwidth(),
                spec.listeners().stream()
                        .map(listener -> listener(listener, all))
                        .toList(),
                spec.localAddresses().stream().map(Object::toString).toList());
    }

    private static ListenerItem listener(ListenerSpec listener, Map<String, Registered> all) {
        return new ListenerItem(
                listener.protocol(),
                listener.port(),
                listener.backends().stream()
                        .map(backend -> backend(backend, all))
                        .toList());
    }

    private static BackendItem backend(BackendSpec backend, Map<String, Registered> all) {
        return new BackendItem(
                backend.resource(), addressOf(backend.resource(), all), backend.port(), backend.weight());
    }

    private static @Nullable String privateAddress(ResourceSpec spec, Map<String, Registered> all) {
        String boundTo = spec.boundTo();
        return boundTo == null ? text(spec.privateAddress()) : addressOf(boundTo, all);
    }

    private static @Nullable String addressOf(String ecs, Map<String, Registered> all) {
        Registered found = all.get(ecs);
        return found == null ? null : text(found.spec().privateAddress());
    }

    private static @Nullable String text(@Nullable Object address) {
        return address == null ? null : address.toString();
    }
}
