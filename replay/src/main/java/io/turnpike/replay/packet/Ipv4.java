package io.turnpike.replay.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** RFC 791. */
final class Ipv4 {
    private static final int HEADER = 20;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET = 0x1fff;

    private Ipv4() {}

    /**
     * What stands behind the link layer.
     *
     * @param data in network order, from the first octet of the header on
     * @param wireOctets that were on the wire from there on
     */
    static Frame read(ByteBuffer data, long wireOctets) {
        if (data.limit() < HEADER) {
            return OtherFrame.of("IPv4 cut short in its header", wireOctets);
        }
        int header = (data.get(0) & 0xf) * 4;
        int total = Octets.unsigned16(data, 2);
        // A network card that cuts a segment into packets gets it with a length of 0 if the field cannot hold it.
        long octets = total == 0 ? wireOctets : total;
        if (Octets.unsigned8(data, 0) >> 4 != 4 || header < HEADER || octets < header) {
            return OtherFrame.of("malformed IPv4", wireOctets);
        }
        IpPacket.Fragment fragment = fragment(data);
        int protocol = Octets.unsigned8(data, 9);
        int end = (int) Math.min(octets, data.limit());
        return new IpPacket(
                false,
                Octets.ipv4(data, 12),
                Octets.ipv4(data, 16),
                protocol,
                octets,
                octets > wireOctets,
                fragment == null || fragment.first()
                        ? TransportHeader.read(data, header, end, protocol)
                        : Transport.FRAGMENT,
                fragment);
    }

    private static IpPacket.@Nullable Fragment fragment(ByteBuffer data) {
        int word = Octets.unsigned16(data, 6);
        if ((word & (MORE_FRAGMENTS | OFFSET)) == 0) {
            return null;
        }
        return new IpPacket.Fragment(Octets.unsigned16(data, 4), (word & OFFSET) == 0);
    }
}
