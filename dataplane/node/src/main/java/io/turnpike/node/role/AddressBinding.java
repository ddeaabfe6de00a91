package io.turnpike.node.role;

import io.turnpike.flow.Entry;
import io.turnpike.flow.IpAddress;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.registry.Registry;
import java.lang.foreign.MemorySegment;

/** Values of the border's maps of addresses. */
final class AddressBinding {
    private AddressBinding() {}

    /** An address of the resource, and the one that it is translated to; unspecified if there is none. */
    static MemorySegment of(Registry.Bound owner, IpAddress peer, Entry entry) {
        return Struct.of(FlowAbi.ADDRESS_BINDING)
                .with("peer", peer)
                .with("resource", owner.resource().number())
                .with("binding", owner.binding().bindingId())
                .with("vpc", owner.binding().vpcId())
                .with("entry", entry.code())
                .segment();
    }
}
