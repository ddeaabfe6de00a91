package io.turnpike.node.packets;

import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.NullMarked;

/** RFC 1071. The sum over something that carries a right checksum is 0xffff. */
@NullMarked
final class InternetChecksum {
    private InternetChecksum() {}

    static int sum(byte[] bytes, int from, int octets) {
        long sum = 0;
        for (int i = 0; i < octets; i++) {
            sum += (bytes[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    /** With the pseudo header, except for ICMP, which has none. */
    static int ofTransport(IpAddress source, IpAddress destination, int protocol, byte[] transport) {
        int octets = transport.length;
        ByteBuffer all = ByteBuffer.allocate(octets + 40).put(transport).position((octets + 1) / 2 * 2);
        if (protocol != Frame.ICMP) {
            put(all, source);
            put(all, destination);
            all.putShort((short) protocol).putShort((short) octets);
        }
        return sum(all.array(), 0, all.position());
    }

    private static void put(ByteBuffer to, IpAddress address) {
        if (address.isIpv4()) {
            to.putInt(address.ipv4Bits());
        } else {
            to.put(address.toBytes());
        }
    }
}
