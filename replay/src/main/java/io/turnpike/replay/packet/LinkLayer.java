package io.turnpike.replay.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes the link layer's header off a frame, by the number of its kind in the LINKTYPE_ registry of tcpdump.org. */
public final class LinkLayer {
    /** What is read, for messages. */
    public static final String READ = "Ethernet, raw IP, Linux cooked (SLL, SLL2), null and loopback";

    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    /** DLT_RAW of OpenBSD and of all others, which some programs write instead of LINKTYPE_RAW. */
    private static final int DLT_RAW = 12;

    private static final int DLT_RAW_OPENBSD = 14;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int LINUX_SLL = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int LINUX_SLL2 = 276;

    private static final int ETHERNET_HEADER = 14;
    private static final int SLL_HEADER = 16;
    private static final int SLL2_HEADER = 20;
    private static final int FAMILY = 4;
    private static final int AF_INET = 2;

    private LinkLayer() {}

    /**
     * What the frame is.
     *
     * @param data what was captured of it
     * @param wireOctets its length on the wire
     */
    public static Frame read(int linkType, ByteBuffer data, long wireOctets) {
        ByteBuffer frame = data.slice().order(ByteOrder.BIG_ENDIAN);
        return switch (linkType) {
            case ETHERNET -> EtherType.read(frame, ETHERNET_HEADER - 2, ETHERNET_HEADER, wireOctets);
            case LINUX_SLL -> EtherType.read(frame, SLL_HEADER - 2, SLL_HEADER, wireOctets);
            case LINUX_SLL2 -> EtherType.read(frame, 0, SLL2_HEADER, wireOctets);
            case RAW, DLT_RAW, DLT_RAW_OPENBSD -> raw(frame, wireOctets);
            case IPV4 -> Ipv4.read(frame, wireOctets);
            case IPV6 -> Ipv6.read(frame, wireOctets);
            case NULL, LOOP -> loopback(frame, wireOctets);
            default -> OtherFrame.unreadable("link type " + linkType, wireOctets);
        };
    }

    private static Frame raw(ByteBuffer frame, long wireOctets) {
        if (frame.limit() == 0) {
            return OtherFrame.of("cut short", wireOctets);
        }
        return switch (Octets.unsigned8(frame, 0) >> 4) {
            case 4 -> Ipv4.read(frame, wireOctets);
            case 6 -> Ipv6.read(frame, wireOctets);
            default -> OtherFrame.of("neither IPv4 nor IPv6", wireOctets);
        };
    }

    /** The address family stands there in the byte order of the machine that captured, which nothing tells. */
    private static Frame loopback(ByteBuffer frame, long wireOctets) {
        if (frame.limit() < FAMILY) {
            return OtherFrame.of("cut short", wireOctets - FAMILY);
        }
        int word = frame.getInt(0);
        int family = Integer.compareUnsigned(word, 0xffff) > 0 ? Integer.reverseBytes(word) : word;
        ByteBuffer packet = frame.slice(FAMILY, frame.limit() - FAMILY);
        return switch (family) {
            case AF_INET -> Ipv4.read(packet, wireOctets - FAMILY);
            // Linux; NetBSD, OpenBSD and Windows; FreeBSD; macOS.
            case 10, 23, 24, 28, 30 -> Ipv6.read(packet, wireOctets - FAMILY);
            default -> OtherFrame.of("another address family than IP", wireOctets - FAMILY);
        };
    }
}
