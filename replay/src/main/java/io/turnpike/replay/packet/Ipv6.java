package io.turnpike.replay.packet;

import java.nio.ByteBuffer;

/** RFC 8200; jumbograms by RFC 2675. */
final class Ipv6 {
    static final int HEADER = 40;
    private static final int LARGEST_PAYLOAD = 0xffff;

    private Ipv6() {}

    /**
     * What stands behind the link layer.
     *
     * @param data in network order, from the first octet of the header on
     * @param wireOctets that were on the wire from there on
     */
    static Frame read(ByteBuffer data, long wireOctets) {
        if (data.limit() < HEADER) {
            return OtherFrame.of("IPv6 cut short in its header", wireOctets);
        }
        if (Octets.unsigned8(data, 0) >> 4 != 6) {
            return OtherFrame.of("malformed IPv6", wireOctets);
        }
        int payload = Octets.unsigned16(data, 4);
        long octets = payload > 0 ? HEADER + payload : octetsWithoutPayloadLength(data, wireOctets);
        ExtensionHeaders headers = ExtensionHeaders.read(data, (int) Math.min(octets, data.limit()));
        return new IpPacket(
                true,
                Octets.ipv6(data, 8),
                Octets.ipv6(data, 24),
                headers.protocol(),
                octets,
                octets > wireOctets,
                headers.transport(),
                headers.fragment());
    }

    /** A jumbogram; or what a network card will cut into packets; or a packet of nothing but a header. */
    private static long octetsWithoutPayloadLength(ByteBuffer data, long wireOctets) {
        long jumbo = ExtensionHeaders.jumboPayload(data);
        if (jumbo > LARGEST_PAYLOAD) {
            return HEADER + jumbo;
        }
        boolean isEmpty = Octets.unsigned8(data, 6) == ExtensionHeaders.NO_NEXT_HEADER;
        return isEmpty ? HEADER : Math.max(HEADER, wireOctets);
    }
}
