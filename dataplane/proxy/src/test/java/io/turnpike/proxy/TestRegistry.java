package io.turnpike.proxy;

import io.turnpike.flow.Application;
import io.turnpike.flow.Backend;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Builds registries with one load balancer and the proxy's node. */
@NullMarked
final class TestRegistry {
    static final String PROXY = "proxy-test";
    static final String SLB = "slb-test";

    private final IpAddress vip;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private long version = 1;

    TestRegistry(String vip) {
        this.vip = IpAddress.parse(vip);
    }

    static Backend backend(int port, int weight) {
        return backend("127.0.0.1", port, weight);
    }

    static Backend backend(String address, int port, int weight) {
        return new Backend("ecs-" + port, new Endpoint(IpAddress.parse(address), port), weight);
    }

    TestRegistry http(int port, Backend... backends) {
        listeners.add(new Listener(6, Application.HTTP, port, List.of(backends), List.of()));
        return this;
    }

    TestRegistry https(int port, String certificate, String chainPem, Backend... backends) {
        listeners.add(new Listener(6, Application.HTTPS, port, List.of(backends), List.of(certificate)));
        put(certificate, ResourceKind.CERTIFICATE, null, new Configuration.Certificate(chainPem));
        return this;
    }

    TestRegistry local(String... prefixes) {
        List<IpPrefix> addresses =
                List.of(prefixes).stream().map(IpPrefix::parse).toList();
        put(PROXY, ResourceKind.NODE, null, new Configuration.Node(NodeRole.PROXY, addresses, List.of()));
        return this;
    }

    Registry build() {
        put(SLB, ResourceKind.SLB, vip, new Configuration.LoadBalancer(listeners));
        return new Registry(resources);
    }

    private void put(String id, ResourceKind kind, @Nullable IpAddress address, Configuration configuration) {
        int number = resources.size() + 1;
        Binding binding = new Binding(number, "acme", 1, address, null, null, false, 0, Binding.OPEN);
        resources.put(id, new Resource(id, number, kind, version++, List.of(binding), configuration));
    }
}
