package io.turnpike.node.role;

import io.turnpike.flow.Entry;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.BpfLink.Point;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.maps.Struct;
import io.turnpike.registry.Registry;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between the Internet and private addresses: EIPs, NAT gateways, and routed IPv6. */
public final class BorderRole implements Role {
    private final List<NodeInterface> interfaces;
    private @Nullable Maps maps;

    public BorderRole(List<NodeInterface> interfaces) {
        this.interfaces = interfaces;
    }

    private record Maps(
            DesiredMap publicBindings, DesiredMap privateBindings, DesiredMap snatPools, DesiredMap dnatTargets) {}

    @Override
    public String objectName() {
        return "border";
    }

    @Override
    public List<Attachment> attachments(Hook hook) {
        Point point = hook == Hook.TC ? Point.TCX_INGRESS : Point.XDP;
        String program = hook == Hook.TC ? "border_tc" : "border_xdp";
        return interfaces.stream()
                .map(face -> new Attachment(program, face, false, point))
                .toList();
    }

    @Override
    public void open(BpfObject object, InterfaceIndexes indexes) {
        maps = new Maps(
                new DesiredMap(object.map("public_bindings")),
                new DesiredMap(object.map("private_bindings")),
                new DesiredMap(object.map("snat_pools")),
                new DesiredMap(object.map("dnat_targets")));
    }

    @Override
    public void apply(Registry registry) {
        Maps open = Objects.requireNonNull(maps, "not open");
        DesiredMap.Contents byPublic = new DesiredMap.Contents();
        DesiredMap.Contents byPrivate = new DesiredMap.Contents();
        // First every ECS without a public path here, so that a refusal can name it; then what lies over them.
        registry.open(ResourceKind.ECS).forEach(ecs -> putUnbound(byPrivate, ecs));
        registry.open(ResourceKind.EIP).forEach(eip -> putBound(byPublic, byPrivate, eip));
        registry.open(ResourceKind.IPV6GW)
                .filter(gateway -> isOfAnEcs(registry, gateway))
                .forEach(gateway -> putRouted(byPublic, byPrivate, gateway));
        NatGateways.eips(registry).forEach(eip -> putShared(byPublic, eip));
        NatGateways gateways = new NatGateways(registry);
        open.dnatTargets().replace(gateways.dnatTargets());
        open.publicBindings().replace(byPublic);
        open.privateBindings().replace(byPrivate);
        open.snatPools().replace(gateways.snatPools());
    }

    private static void putUnbound(DesiredMap.Contents byPrivate, Registry.Bound ecs) {
        Stream.of(ecs.binding().privateAddress(), ecs.binding().ipv6Address())
                .filter(Objects::nonNull)
                .forEach(own -> byPrivate.put(
                        Struct.address(own), AddressBinding.of(ecs, IpAddress.UNSPECIFIED, Entry.PRIVATE)));
    }

    private static void putBound(DesiredMap.Contents byPublic, DesiredMap.Contents byPrivate, Registry.Bound eip) {
        IpAddress outer = eip.binding().publicAddress();
        IpAddress inner = eip.binding().privateAddress();
        if (outer != null && inner != null) {
            byPublic.put(Struct.address(outer), AddressBinding.of(eip, inner, Entry.EIP));
            byPrivate.put(Struct.address(inner), AddressBinding.of(eip, outer, Entry.EIP));
        }
    }

    /** An EIP of a NAT gateway leads where an entry says; here is only whose it is. */
    private static void putShared(DesiredMap.Contents byPublic, Registry.Bound eip) {
        IpAddress outer = Objects.requireNonNull(eip.binding().publicAddress());
        byPublic.put(Struct.address(outer), AddressBinding.of(eip, IpAddress.UNSPECIFIED, Entry.DNAT));
    }

    private static void putRouted(DesiredMap.Contents byPublic, DesiredMap.Contents byPrivate, Registry.Bound gateway) {
        IpAddress address = Objects.requireNonNull(gateway.binding().publicAddress());
        byPublic.put(Struct.address(address), AddressBinding.of(gateway, address, Entry.IPV6GW));
        byPrivate.put(Struct.address(address), AddressBinding.of(gateway, address, Entry.IPV6GW));
    }

    private static boolean isOfAnEcs(Registry registry, Registry.Bound gateway) {
        IpAddress address = gateway.binding().publicAddress();
        return address != null
                && registry.open(ResourceKind.ECS)
                        .anyMatch(ecs -> address.equals(ecs.binding().ipv6Address()));
    }
}
