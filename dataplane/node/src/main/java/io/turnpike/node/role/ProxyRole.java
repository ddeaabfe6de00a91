package io.turnpike.node.role;

import io.turnpike.flow.Binding;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.BpfLink.Point;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.registry.Registry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Meters the interfaces of a proxy host: its connections with clients and with backends. It lets everything pass. */
public final class ProxyRole implements Role {
    private static final int LEG_CLIENT = 1;
    private static final int LEG_BACKEND = 2;

    private final List<NodeInterface> interfaces;
    private @Nullable DesiredMap addresses;

    public ProxyRole(List<NodeInterface> interfaces) {
        this.interfaces = interfaces;
    }

    @Override
    public String objectName() {
        return "proxy";
    }

    /** Always tc: the host's own stack ends the connections, so what it sends passes no XDP program. */
    @Override
    public List<Attachment> attachments(Hook hook) {
        return interfaces.stream()
                .flatMap(face -> List.of(
                        new Attachment("proxy_ingress_tc", face, false, Point.TCX_INGRESS),
                        new Attachment("proxy_egress_tc", face, false, Point.TCX_EGRESS))
                        .stream())
                .toList();
    }

    @Override
    public void open(BpfObject object, InterfaceIndexes indexes) {
        addresses = new DesiredMap(object.map("proxied_addresses"));
    }

    @Override
    public void apply(Registry registry) {
        DesiredMap.Contents wanted = new DesiredMap.Contents();
        registry.open(ResourceKind.ECS).forEach(ecs -> {
            put(wanted, ecs.binding().privateAddress(), ecs, LEG_BACKEND);
            put(wanted, ecs.binding().ipv6Address(), ecs, LEG_BACKEND);
        });
        registry.open(ResourceKind.SLB).forEach(slb -> {
            Binding binding = slb.binding();
            put(
                    wanted,
                    binding.publicAddress() != null ? binding.publicAddress() : binding.privateAddress(),
                    slb,
                    LEG_CLIENT);
        });
        Objects.requireNonNull(addresses, "not open").replace(wanted);
    }

    private static void put(DesiredMap.Contents wanted, @Nullable IpAddress address, Registry.Bound owner, int leg) {
        if (address == null) {
            return;
        }
        Resource resource = owner.resource();
        wanted.put(
                Struct.address(address),
                Struct.of(FlowAbi.PROXIED_ADDRESS)
                        .with("resource", resource.number())
                        .with("binding", owner.binding().bindingId())
                        .with("vpc", owner.binding().vpcId())
                        .with("leg", leg)
                        .segment());
    }
}
