package io.turnpike.node.packets;

import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/** An ICMP error about a packet, with every checksum right. */
@NullMarked
final class IcmpError {
    /** Of the rest of the header: what a router says of its link. */
    static final int MTU = 1400;

    private static final int TRANSPORT_QUOTED = 8;

    private IcmpError() {}

    /** "Fragmentation needed", or "packet too big", quoting all of the packet. */
    static byte[] tooBig(String router, byte[] packet) {
        return frame(router, packet, packet.length, isIpv4(packet) ? 3 : 2, isIpv4(packet) ? 4 : 0);
    }

    /** "Time exceeded", quoting as little as RFC 792 asks for. */
    static byte[] timeExceeded(String router, byte[] packet) {
        int quoted = headerOctets(packet) + TRANSPORT_QUOTED;
        return frame(router, packet, quoted, isIpv4(packet) ? 11 : 3, 0);
    }

    static boolean isIpv4(byte[] packet) {
        return packet[0] >> 4 == 4;
    }

    static int headerOctets(byte[] packet) {
        return isIpv4(packet) ? 20 : 40;
    }

    static byte[] frame(String router, byte[] packet, int quotedOctets, int type, int code) {
        byte[] icmp = ByteBuffer.allocate(8 + quotedOctets)
                .put((byte) type)
                .put((byte) code)
                .putShort((short) 0)
                .putInt(MTU)
                .put(packet, 0, quotedOctets)
                .array();
        boolean ipv4 = isIpv4(packet);
        IpAddress to = IpAddress.ofBytes(ipv4 ? Arrays.copyOfRange(packet, 12, 16) : Arrays.copyOfRange(packet, 8, 24));
        int protocol = ipv4 ? Frame.ICMP : Frame.ICMPV6;
        int sum = InternetChecksum.ofTransport(IpAddress.parse(router), to, protocol, icmp);
        ByteBuffer.wrap(icmp).putShort(2, (short) ~sum);
        byte[] headers = Frame.of(protocol, router, 1, to.toString(), 0)
                .withPayload(icmp.length - 8)
                .bytes();
        return ByteBuffer.allocate(headers.length)
                .put(headers, 0, headers.length - icmp.length)
                .put(icmp)
                .array();
    }
}
