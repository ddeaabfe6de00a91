package io.turnpike.node.role;

import io.turnpike.node.ffi.BpfLink.Point;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.health.CheckedListeners;
import io.turnpike.node.health.CheckerAddresses;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.role.Role.Attachment;
import io.turnpike.registry.Registry;
import java.util.List;
import java.util.stream.Stream;

/** What the director's packet path has to know of the node's own health probes to count them. */
final class ProbeMaps {
    private final DesiredMap checkers;
    private final DesiredMap targets;

    ProbeMaps(BpfObject object) {
        this.checkers = new DesiredMap(object.map("checker_addresses"));
        this.targets = new DesiredMap(object.map("probe_targets"));
    }

    /** Only towards the servers, so that what leaves to the clients passes nothing more. Always tc: XDP has no egress. */
    static Stream<Attachment> attachments(List<NodeInterface> interfaces) {
        return interfaces.stream()
                .filter(face -> face.purpose().equals("private"))
                .map(face -> new Attachment("director_probe_tc", face, false, Point.TCX_EGRESS));
    }

    /** For the node of this id. */
    void apply(Registry registry, String node) {
        DesiredMap.Contents sources = new DesiredMap.Contents();
        registry.find(node)
                .map(CheckerAddresses::of)
                .orElse(List.of())
                .forEach(address -> sources.put(Struct.address(address), Struct.number(1)));
        checkers.replace(sources);
        targets.replace(targets(registry));
    }

    private static DesiredMap.Contents targets(Registry registry) {
        DesiredMap.Contents wanted = new DesiredMap.Contents();
        CheckedListeners.places(registry)
                .forEach((place, slb) -> wanted.put(
                        Struct.of(FlowAbi.LISTENER_KEY)
                                .with("address", place.server().address())
                                .withPort("port", place.server().port())
                                .withByte("protocol", place.protocolIdentifier())
                                .segment(),
                        Struct.of(FlowAbi.OWNED_ADDRESS)
                                .with("resource", slb.resource().number())
                                .with("binding", slb.binding().bindingId())
                                .with("vpc", slb.binding().vpcId())
                                .segment()));
        return wanted;
    }
}
