package io.turnpike.node.maps;

import io.turnpike.flow.IpAddress;
import java.lang.foreign.MemorySegment;

/**
 * What a state belongs to: a listener, or with protocol and port 0 a load balancer.
 *
 * @param port the first one of a range
 * @param range a range and a port of its own may begin alike
 */
public record ListenerKey(IpAddress address, int protocol, int port, boolean range) {
    public static ListenerKey ofBalancer(IpAddress address) {
        return new ListenerKey(address, 0, 0, false);
    }

    MemorySegment segment() {
        return Struct.of(FlowAbi.LISTENER_KEY)
                .with("address", address)
                .withPort("port", port)
                .withByte("protocol", protocol)
                .withByte("padding", range ? 1 : 0)
                .segment();
    }
}
