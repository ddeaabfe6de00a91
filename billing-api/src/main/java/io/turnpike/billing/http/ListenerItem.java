package io.turnpike.billing.http;

import io.turnpike.billing.registry.BackendSpec;
import io.turnpike.billing.registry.Details;
import io.turnpike.billing.registry.ListenerProtocol;
import io.turnpike.billing.registry.ListenerSpec;
import io.turnpike.flow.AccessList;
import io.turnpike.flow.Scheduler;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A listener as the API shows it, in the words of a declaration; what it does not have is null or 0. */
record ListenerItem(
        ListenerProtocol protocol,
        int port,
        @Nullable Integer lastPort,
        List<String> certificates,
        @Nullable String group,
        List<BackendItem> backends,
        @Nullable Scheduler scheduler,
        int persistenceSeconds,
        int slowStartSeconds,
        int drainSeconds,
        @Nullable Integer establishedTimeoutSeconds,
        @Nullable HealthCheckItem healthCheck,
        int maxConnections,
        int newConnectionsPerSecond,
        long capOutBitsPerSecond,
        long capInBitsPerSecond,
        @Nullable AccessListItem accessList) {

    /** A server; without a port the client's own stays. */
    record BackendItem(
            String resource,
            @Nullable String address,
            @Nullable Integer port,
            int weight) {}

    record AccessListItem(AccessList.Action action, List<String> prefixes) {}

    static ListenerItem of(
            ListenerSpec listener, Details.LoadBalancer balancer, Function<String, @Nullable String> addressOf) {
        var scheduling = listener.scheduling();
        var protection = listener.protection();
        boolean atDirectors = listener.protocol().isTransport();
        return new ListenerItem(
                listener.protocol(),
                listener.port(),
                listener.lastPort() == listener.port() ? null : listener.lastPort(),
                listener.certificates(),
                listener.servers() instanceof ListenerSpec.Group named ? named.id() : null,
                balancer.serversOf(listener).stream()
                        .map(backend -> backend(backend, addressOf))
                        .toList(),
                atDirectors ? scheduling.scheduler() : null,
                scheduling.persistenceSeconds(),
                scheduling.slowStartSeconds(),
                scheduling.drainSeconds(),
                listener.establishedTimeoutSeconds(),
                listener.healthCheck() == null ? null : HealthCheckItem.of(listener.healthCheck()),
                protection.connections().maxConnections(),
                protection.connections().newConnectionsPerSecond(),
                protection.outBitsPerSecond(),
                protection.inBitsPerSecond(),
                accessList(protection.accessList()));
    }

    private static BackendItem backend(BackendSpec backend, Function<String, @Nullable String> addressOf) {
        return new BackendItem(
                backend.resource(),
                addressOf.apply(backend.resource()),
                backend.port() == 0 ? null : backend.port(),
                backend.weight());
    }

    private static @Nullable AccessListItem accessList(AccessList list) {
        return list.prefixes().isEmpty()
                ? null
                : new AccessListItem(
                        list.action(),
                        list.prefixes().stream().map(Object::toString).toList());
    }
}
