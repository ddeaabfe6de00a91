package io.turnpike.node.role;

import io.turnpike.flow.Binding;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.BpfLink.Point;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.health.CheckerAddresses;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.registry.Registry;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Meters the interfaces of the ECS instances on one host, and refuses what has no public path. */
public final class NicRole implements Role {
    /**
     * RFC 1918, RFC 6598 (shared), RFC 3927 (link-local), loopback, multicast and broadcast; RFC 4193, RFC 4291 for
     * IPv6: never the Internet.
     */
    private static final List<IpPrefix> PRIVATE = List.of(
            IpPrefix.parse("10.0.0.0/8"),
            IpPrefix.parse("172.16.0.0/12"),
            IpPrefix.parse("192.168.0.0/16"),
            IpPrefix.parse("100.64.0.0/10"),
            IpPrefix.parse("169.254.0.0/16"),
            IpPrefix.parse("127.0.0.0/8"),
            IpPrefix.parse("224.0.0.0/4"),
            IpPrefix.parse("255.255.255.255/32"),
            IpPrefix.parse("fc00::/7"),
            IpPrefix.parse("fe80::/10"),
            IpPrefix.parse("ff00::/8"),
            IpPrefix.parse("::1/128"));

    private static final int PREFIX_PRIVATE = 1;
    private static final int PREFIX_SLB_LOCAL = 2;
    private static final int PREFIX_SLB_CHECKER = 3;
    private static final int FLAG_PUBLIC_BANDWIDTH = 1;
    private static final int FLAG_EIP = 2;
    private static final int FLAG_SNAT = 4;
    private static final int FLAG_DNAT = 8;
    private static final int FLAG_IPV6GW = 16;

    private final List<NodeInterface> interfaces;
    private @Nullable DesiredMap nics;
    private @Nullable DesiredMap prefixes;
    private @Nullable DesiredMap vpcAddresses;
    private @Nullable InterfaceIndexes indexes;

    public NicRole(List<NodeInterface> interfaces) {
        this.interfaces = interfaces;
    }

    @Override
    public String objectName() {
        return "nic";
    }

    @Override
    public List<Attachment> attachments(Hook hook) {
        List<Attachment> attachments = new ArrayList<>();
        for (NodeInterface face : interfaces) {
            if (hook == Hook.TC) {
                attachments.add(new Attachment("nic_from_ecs_tc", face, false, Point.TCX_INGRESS));
                attachments.add(new Attachment("nic_to_ecs_tc", face, false, Point.TCX_EGRESS));
            } else {
                attachments.add(new Attachment("nic_from_ecs_xdp", face, false, Point.XDP));
                attachments.add(new Attachment("nic_to_ecs_xdp", face, true, Point.XDP));
            }
        }
        return attachments;
    }

    @Override
    public void open(BpfObject object, InterfaceIndexes interfaceIndexes) {
        nics = new DesiredMap(object.map("nics"));
        prefixes = new DesiredMap(object.map("prefixes"));
        vpcAddresses = new DesiredMap(object.map("vpc_addresses"));
        indexes = interfaceIndexes;
    }

    @Override
    public void apply(Registry registry) {
        applyPrefixes(registry);
        applyVpcAddresses(registry);
        DesiredMap.Contents wanted = new DesiredMap.Contents();
        List<String> hosts =
                interfaces.stream().map(NodeInterface::purpose).distinct().toList();
        for (NodeInterface face : interfaces) {
            Resource ecs = registry.find(face.purpose()).orElse(null);
            Binding binding = ecs == null ? null : ecs.openBinding().orElse(null);
            if (ecs != null && binding != null) {
                MemorySegment value = value(registry, ecs, binding, hosts.indexOf(face.purpose()) + 1);
                putBothEnds(wanted, face, value);
            }
        }
        Objects.requireNonNull(nics, "not open").replace(wanted);
    }

    private void putBothEnds(DesiredMap.Contents wanted, NodeInterface face, MemorySegment value) {
        InterfaceIndexes resolve = Objects.requireNonNull(indexes, "not open");
        wanted.put(Struct.number(resolve.index(face, false)), value);
        if (face.peerName() != null) {
            wanted.put(Struct.number(resolve.index(face, true)), value);
        }
    }

    private static MemorySegment value(Registry registry, Resource ecs, Binding binding, int scope) {
        return Struct.of(FlowAbi.NIC)
                .with("private_address", orUnspecified(binding.privateAddress()))
                .with("public_address", orUnspecified(binding.publicAddress()))
                .with("ipv6_address", orUnspecified(binding.ipv6Address()))
                .with("resource", ecs.number())
                .with("binding", binding.bindingId())
                .with("vpc", binding.vpcId())
                .with("flags", flags(registry, binding))
                .with("scope", scope)
                .segment();
    }

    private static IpAddress orUnspecified(@Nullable IpAddress address) {
        return Objects.requireNonNullElse(address, IpAddress.UNSPECIFIED);
    }

    private static int flags(Registry registry, Binding ecs) {
        NatGateways gateways = new NatGateways(registry);
        IpAddress own = ecs.privateAddress();
        return (ecs.publicBandwidth() ? FLAG_PUBLIC_BANDWIDTH : 0)
                | (own != null && registry.hasEip(own) ? FLAG_EIP : 0)
                | (gateways.hasSnat(ecs) ? FLAG_SNAT : 0)
                | (gateways.hasDnat(ecs) ? FLAG_DNAT : 0)
                | (isRouted(registry, ecs.ipv6Address()) ? FLAG_IPV6GW : 0);
    }

    private static boolean isRouted(Registry registry, @Nullable IpAddress address) {
        return address != null
                && registry.open(ResourceKind.IPV6GW)
                        .anyMatch(gateway -> address.equals(gateway.binding().publicAddress()));
    }

    /** An IPv6 address of a VPC may look like any other, so only the registry tells that it is private to its VPC. */
    private void applyVpcAddresses(Registry registry) {
        DesiredMap.Contents wanted = new DesiredMap.Contents();
        registry.open(ResourceKind.ECS).map(Registry.Bound::binding).forEach(ecs -> {
            IpAddress address = ecs.ipv6Address();
            if (address != null) {
                wanted.put(
                        Struct.of(FlowAbi.VPC_ADDRESS)
                                .with("vpc", ecs.vpcId())
                                .with("address", address)
                                .segment(),
                        Struct.number(1));
            }
        });
        Objects.requireNonNull(vpcAddresses, "not open").replace(wanted);
    }

    private void applyPrefixes(Registry registry) {
        DesiredMap.Contents wanted = new DesiredMap.Contents();
        PRIVATE.forEach(prefix -> wanted.put(key(prefix), Struct.number(PREFIX_PRIVATE)));
        registry.resources().values().stream()
                .filter(resource -> resource.kind() == ResourceKind.NODE)
                .flatMap(node -> node.localAddresses().stream())
                .forEach(prefix -> wanted.put(key(prefix), Struct.number(PREFIX_SLB_LOCAL)));
        registry.resources().values().stream()
                .flatMap(resource -> CheckerAddresses.of(resource).stream())
                .map(address -> new IpPrefix(address, address.isIpv4() ? 32 : 128))
                .forEach(prefix -> wanted.put(key(prefix), Struct.number(PREFIX_SLB_CHECKER)));
        Objects.requireNonNull(prefixes, "not open").replace(wanted);
    }

    private static MemorySegment key(IpPrefix prefix) {
        return Struct.of(FlowAbi.PREFIX_KEY)
                .with("prefix_length", prefix.mappedLength())
                .with("address", prefix.address())
                .segment();
    }
}
