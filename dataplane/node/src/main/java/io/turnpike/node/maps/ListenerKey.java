package io.turnpike.node.maps;

import io.turnpike.flow.Binding;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

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

    /** Of a listener of the load balancer with this address. */
    public static ListenerKey of(IpAddress vip, Listener listener) {
        return new ListenerKey(
                vip, listener.protocolIdentifier(), listener.port(), listener.lastPort() > listener.port());
    }

    /** The address that a load balancer's clients know; null if it has none. */
    public static @Nullable IpAddress vip(Binding binding) {
        return binding.publicAddress() != null ? binding.publicAddress() : binding.privateAddress();
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
