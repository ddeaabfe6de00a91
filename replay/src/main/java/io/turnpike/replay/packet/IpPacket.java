package io.turnpike.replay.packet;

import io.turnpike.flow.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 packet, or a fragment of one.
 *
 * @param protocol IANA number; of IPv6 that of the header behind the extension headers
 * @param octets layer-3 octets, by the packet's own header: IPv4 total length, IPv6 payload length + 40
 * @param shortOnWire whether fewer octets than that were on the wire
 * @param fragment null if it is whole
 */
public record IpPacket(
        boolean ipv6,
        IpAddress source,
        IpAddress destination,
        int protocol,
        long octets,
        boolean shortOnWire,
        Transport transport,
        @Nullable Fragment fragment)
        implements Frame {

    /** The same packet, with what is known of its ports from elsewhere. */
    public IpPacket with(Transport known) {
        return new IpPacket(ipv6, source, destination, protocol, octets, shortOnWire, known, fragment);
    }

    /**
     * Which part of which datagram.
     *
     * @param identification 16 bits of IPv4, 32 of IPv6
     * @param first whether it carries the transport header
     */
    public record Fragment(long identification, boolean first) {}
}
