package io.turnpike.bench.l4;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The frames that the generator makes of a first one, whose source port and the lower half of whose source it fills in. */
final class Packets {
    /** The smallest frame of Ethernet, without its check sequence. */
    static final int FRAME_OCTETS = 60;

    static final int SYN = 2;
    static final int ACK = 16;

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int UDP_CHECKSUM = ETHERNET + IPV4 + 6;
    private static final int TCP_CHECKSUM = ETHERNET + IPV4 + 16;
    private static final int CLIENTS = 0xc612_0000;
    private static final byte[] VIP = {(byte) 203, 0, 113, 10};

    private Packets() {}

    /** A datagram for the load balancer, from the Ethernet addresses on. */
    static byte[] udp(String linkAddress, int port) {
        ByteBuffer frame = headers(linkAddress, Director.UDP);
        frame.putShort((short) 0).putShort((short) port).putShort((short) (FRAME_OCTETS - ETHERNET - IPV4));
        return summedUp(frame, Director.UDP, UDP_CHECKSUM);
    }

    /** A segment for the load balancer. */
    static byte[] tcp(String linkAddress, int port, int flags) {
        ByteBuffer frame = headers(linkAddress, Director.TCP);
        frame.putShort((short) 0)
                .putShort((short) port)
                .putLong(0)
                .put((byte) 0x50)
                .put((byte) flags);
        frame.putShort((short) 0xffff);
        return summedUp(frame, Director.TCP, TCP_CHECKSUM);
    }

    private static ByteBuffer headers(String linkAddress, int protocol) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_OCTETS);
        frame.put(HexFormat.ofDelimiter(":").parseHex(linkAddress));
        frame.put(new byte[] {2, 0, 0, 0, 0, 1}).putShort((short) 0x0800);
        frame.put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (FRAME_OCTETS - ETHERNET))
                .putInt(0);
        frame.put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(CLIENTS)
                .put(VIP);
        frame.putShort(ETHERNET + 10, (short) ~sum(frame, ETHERNET, ETHERNET + IPV4, 0));
        return frame;
    }

    private static byte[] summedUp(ByteBuffer frame, int protocol, int checksumOffset) {
        // Both addresses are the last eight octets of the IPv4 header; with protocol and length they are summed up too.
        int pseudoHeader = protocol + FRAME_OCTETS - ETHERNET - IPV4;
        int sum = sum(frame, ETHERNET + IPV4 - 8, FRAME_OCTETS, pseudoHeader);
        frame.putShort(checksumOffset, (short) ~sum);
        byte[] octets = new byte[FRAME_OCTETS];
        frame.get(0, octets);
        return octets;
    }

    /** RFC 1071. */
    private static int sum(ByteBuffer frame, int from, int to, int start) {
        int sum = start;
        for (int at = from; at < to; at += 2) {
            sum += frame.getShort(at) & 0xffff;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }
}
