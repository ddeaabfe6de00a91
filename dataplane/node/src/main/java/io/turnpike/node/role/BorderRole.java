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
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Translates between EIPs and the private addresses that they are bound to. */
public final class BorderRole implements Role {
    private final List<NodeInterface> interfaces;
    private @Nullable DesiredMap publicBindings;
    private @Nullable DesiredMap privateBindings;

    public BorderRole(List<NodeInterface> interfaces) {
        this.interfaces = interfaces;
    }

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
        publicBindings = new DesiredMap(object.map("public_bindings"));
        privateBindings = new DesiredMap(object.map("private_bindings"));
    }

    @Override
    public void apply(Registry registry) {
        DesiredMap.Contents byPublic = new DesiredMap.Contents();
        DesiredMap.Contents byPrivate = new DesiredMap.Contents();
        // First every ECS without a public path here, so that a refusal can name it; then the EIPs over them.
        registry.open(ResourceKind.ECS).forEach(ecs -> {
            IpAddress own = ecs.binding().privateAddress();
            if (own != null) {
                byPrivate.put(Struct.address(own), value(ecs.resource(), ecs.binding(), IpAddress.UNSPECIFIED));
            }
        });
        registry.open(ResourceKind.EIP).forEach(eip -> {
            IpAddress outer = eip.binding().publicAddress();
            IpAddress inner = eip.binding().privateAddress();
            if (outer != null && inner != null) {
                byPublic.put(Struct.address(outer), value(eip.resource(), eip.binding(), inner));
                byPrivate.put(Struct.address(inner), value(eip.resource(), eip.binding(), outer));
            }
        });
        Objects.requireNonNull(publicBindings, "not open").replace(byPublic);
        Objects.requireNonNull(privateBindings, "not open").replace(byPrivate);
    }

    private static MemorySegment value(Resource resource, Binding binding, IpAddress peer) {
        return Struct.of(FlowAbi.ADDRESS_BINDING)
                .with("peer", peer)
                .with("resource", resource.number())
                .with("binding", binding.bindingId())
                .with("vpc", binding.vpcId())
                .segment();
    }
}
