package io.turnpike.metering.rules;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.SnatEntry;
import io.turnpike.metering.registry.ResourceIndex;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small cloud with one resource of each sort. Resource and open binding have the same number.
 */
public final class World {
    public static final int SLB = 1;
    public static final int PRIVATE_SLB = 2;
    public static final int EIP = 3;
    public static final int NAT = 4;
    public static final int NAT_EIP = 5;
    public static final int IPV6GW = 6;
    public static final int BACKEND = 11;
    public static final int EIP_OWNER = 12;
    public static final int NAT_USER = 13;
    public static final int PUBLIC_ECS = 14;
    public static final int LEGACY = 15;
    public static final int ISOLATED = 16;
    public static final int IPV6_ECS = 17;
    /** In the VPC of the NAT gateway, but no entry of it is for this one. */
    public static final int NAT_STRANGER = 18;

    public static final int NODE = 20;
    public static final int UNKNOWN = 99;

    public static final String VIP = "203.0.113.10";
    public static final String EIP_ADDRESS = "203.0.113.20";
    public static final String NAT_ADDRESS = "203.0.113.30";
    public static final String PUBLIC_ADDRESS = "203.0.113.40";
    public static final String LEGACY_ADDRESS = "203.0.113.50";
    public static final String LOCAL_ADDRESS = "100.64.1.7";
    public static final String LOCAL_IPV6_ADDRESS = "fd64:1::7";
    public static final String CLIENT = "198.51.100.9";
    public static final String IPV6_CLIENT = "2001:db8:c::9";
    /** Bindings began here; records of {@link Records} lie well after. */
    public static final long BEGIN = 1_000;

    private World() {}

    public static ResourceIndex index() {
        ResourceIndex index = new ResourceIndex();
        resources().forEach(index::put);
        return index;
    }

    public static List<Resource> resources() {
        return List.of(
                resource(SLB, "slb-web", ResourceKind.SLB, binding(SLB, "acme", 1, VIP, null, false)),
                resource(
                        PRIVATE_SLB,
                        "slb-inner",
                        ResourceKind.SLB,
                        binding(PRIVATE_SLB, "acme", 1, null, "10.0.0.100", false)),
                resource(
                        EIP,
                        "eip-2",
                        ResourceKind.EIP,
                        binding(EIP, "beta", 1, EIP_ADDRESS, privateAddress(12), false)),
                new Resource(
                        "nat-2",
                        NAT,
                        ResourceKind.NAT,
                        NAT,
                        List.of(binding(NAT, "acme", 2, null, null, false)),
                        nat()),
                resource(NAT_EIP, "eip-nat", ResourceKind.EIP, binding(NAT_EIP, "acme", 2, NAT_ADDRESS, null, false)),
                resource(
                        IPV6GW,
                        "ipv6gw-17",
                        ResourceKind.IPV6GW,
                        binding(IPV6GW, "acme", 1, ipv6Address(IPV6_ECS), null, false)),
                ecs(BACKEND, 1, null, false),
                ecs(EIP_OWNER, 1, null, false),
                ecs(NAT_USER, 2, null, false),
                ecs(PUBLIC_ECS, 1, PUBLIC_ADDRESS, true),
                ecs(LEGACY, 1, LEGACY_ADDRESS, false),
                ecs(ISOLATED, 1, null, false),
                ecs(IPV6_ECS, 1, null, false),
                ecs(NAT_STRANGER, 2, null, false),
                new Resource(
                        "director1",
                        NODE,
                        ResourceKind.NODE,
                        NODE,
                        List.of(),
                        director("100.64.1.0/24", "fd64:1::/120")));
    }

    private static Configuration nat() {
        IpAddress user = IpAddress.parse(privateAddress(NAT_USER));
        return new Configuration.NatGateway(
                List.of(new SnatEntry(new IpPrefix(user, 32), List.of("eip-nat"))),
                List.of(new DnatEntry("eip-nat", 6, 8080, "ecs13", new Endpoint(user, 80))));
    }

    public static String ipv6Address(int ecs) {
        return "2001:db8:10::" + ecs;
    }

    public static String privateAddress(int ecs) {
        return "10.0.0." + ecs;
    }

    private static Resource ecs(int number, int vpc, @Nullable String publicAddress, boolean bandwidth) {
        Binding binding = new Binding(
                number,
                "acme",
                vpc,
                parse(publicAddress),
                parse(privateAddress(number)),
                parse(ipv6Address(number)),
                bandwidth,
                BEGIN,
                Binding.OPEN);
        return resource(number, "ecs" + number, ResourceKind.ECS, binding);
    }

    public static Resource resource(int number, String id, ResourceKind kind, Binding... bindings) {
        return new Resource(id, number, kind, number, List.of(bindings), Configuration.NONE);
    }

    public static Configuration director(String... localAddresses) {
        return new Configuration.Node(
                NodeRole.DIRECTOR,
                Stream.of(localAddresses).map(IpPrefix::parse).toList(),
                List.of());
    }

    public static Binding binding(
            int id,
            String account,
            int vpc,
            @Nullable String publicAddress,
            @Nullable String privateAddress,
            boolean bandwidth) {
        return new Binding(
                id, account, vpc, parse(publicAddress), parse(privateAddress), null, bandwidth, BEGIN, Binding.OPEN);
    }

    private static @Nullable IpAddress parse(@Nullable String address) {
        return address == null ? null : IpAddress.parse(address);
    }
}
