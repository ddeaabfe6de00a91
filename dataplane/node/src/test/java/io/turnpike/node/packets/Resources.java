package io.turnpike.node.packets;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Resources of one account in VPC 7, each with one open binding whose id is the resource's number plus 100. */
@NullMarked
final class Resources {
    static final int VPC = 7;

    private Resources() {}

    static Resource slb(int number, String address, List<Listener> listeners) {
        return resource(
                "slb" + number,
                number,
                ResourceKind.SLB,
                binding(number, address, null, null, false),
                new Configuration.LoadBalancer(listeners));
    }

    static Resource node(String id, int number, NodeRole role, List<String> local, List<String> ingress) {
        return new Resource(
                id,
                number,
                ResourceKind.NODE,
                1,
                List.of(),
                new Configuration.Node(
                        role,
                        local.stream().map(IpPrefix::parse).toList(),
                        ingress.stream().map(IpAddress::parse).toList()));
    }

    static Resource ecs(
            int number, String privateAddress, @Nullable String ipv6Address, @Nullable String publicAddress) {
        return resource(
                "ecs" + number,
                number,
                ResourceKind.ECS,
                binding(number, publicAddress, privateAddress, ipv6Address, publicAddress != null),
                Configuration.NONE);
    }

    /** Without a private address it serves a NAT gateway. */
    static Resource eip(String id, int number, String address, @Nullable String privateAddress) {
        return resource(
                id,
                number,
                ResourceKind.EIP,
                binding(number, address, privateAddress, null, false),
                Configuration.NONE);
    }

    static Resource ipv6Gateway(int number, String address) {
        return resource(
                "ipv6gw" + number,
                number,
                ResourceKind.IPV6GW,
                binding(number, address, null, null, false),
                Configuration.NONE);
    }

    static Resource nat(int number, Configuration.NatGateway configuration) {
        return resource(
                "nat" + number, number, ResourceKind.NAT, binding(number, null, null, null, false), configuration);
    }

    private static Resource resource(
            String id, int number, ResourceKind kind, Binding binding, Configuration configuration) {
        return new Resource(id, number, kind, 1, List.of(binding), configuration);
    }

    private static Binding binding(
            int number,
            @Nullable String publicAddress,
            @Nullable String privateAddress,
            @Nullable String ipv6Address,
            boolean bandwidth) {
        return new Binding(
                number + 100,
                "acme",
                VPC,
                address(publicAddress),
                address(privateAddress),
                address(ipv6Address),
                bandwidth,
                0,
                Binding.OPEN);
    }

    private static @Nullable IpAddress address(@Nullable String text) {
        return text == null ? null : IpAddress.parse(text);
    }
}
