package io.turnpike.proxy;

import io.turnpike.flow.Application;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.registry.Registry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which listeners a registry has for a proxy. */
final class Listeners {
    private Listeners() {}

    static Map<Endpoint, Service.Settings> of(Registry registry, String proxyName) {
        List<IpPrefix> local =
                registry.find(proxyName).map(Resource::localAddresses).orElse(List.of());
        Map<Endpoint, Service.Settings> listeners = new HashMap<>();
        registry.open(ResourceKind.SLB)
                .forEach(balancer -> addresses(balancer.binding())
                        .forEach(address -> balancer.resource().listeners().stream()
                                .filter(listener -> listener.application() != Application.NONE)
                                .forEach(listener -> listeners.put(
                                        new Endpoint(address, listener.port()),
                                        settings(balancer.resource().id(), listener, local(local, address))))));
        return listeners;
    }

    private static Stream<IpAddress> addresses(Binding binding) {
        return Stream.of(binding.publicAddress(), binding.privateAddress()).filter(Objects::nonNull);
    }

    private static Service.Settings settings(String id, Listener listener, @Nullable InetAddress localAddress) {
        return new Service.Settings(
                id, listener.application(), listener.backends(), listener.certificates(), localAddress);
    }

    /** Backends are of the family of the load balancer's address. */
    private static @Nullable InetAddress local(List<IpPrefix> addresses, IpAddress vip) {
        return addresses.stream()
                .map(IpPrefix::address)
                .filter(address -> address.isIpv4() == vip.isIpv4())
                .map(Listeners::inetAddress)
                .findFirst()
                .orElse(null);
    }

    static InetSocketAddress socketAddress(Endpoint endpoint) {
        return new InetSocketAddress(inetAddress(endpoint.address()), endpoint.port());
    }

    private static InetAddress inetAddress(IpAddress address) {
        try {
            // Of an IPv4-mapped address this makes an IPv4 address.
            return InetAddress.getByAddress(address.toBytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
