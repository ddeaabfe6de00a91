package io.turnpike.node.packets;

import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * A packet taken apart by the standards alone, knowing nothing of the packet path: what is judged by it is the packet
 * path.
 *
 * @param buffer the frame, with its Ethernet header
 * @param transportOffset in the frame, behind options or extension headers
 * @param end in the frame, by the IP header; padding comes after
 * @param fragment one of several
 * @param first has the transport's header
 */
@NullMarked
record PlainPacket(
        ByteBuffer buffer, boolean ipv4, int transportOffset, int end, int protocol, boolean fragment, boolean first) {
    static final int ETHERNET = 14;
    private static final int MOST_EXTENSIONS = 6;

    /** Empty for what is no IP, or contradicts itself. */
    static Optional<PlainPacket> of(byte[] frame) {
        int type = frame.length < ETHERNET ? 0 : u16(frame, 12);
        if (type == 0x0800) {
            return ofIpv4(frame);
        }
        return type == 0x86dd ? ofIpv6(frame) : Optional.empty();
    }

    private static Optional<PlainPacket> ofIpv4(byte[] frame) {
        if (frame.length < ETHERNET + 20 || (frame[14] & 0xff) >> 4 != 4) {
            return Optional.empty();
        }
        int header = (frame[14] & 0xf) * 4;
        int total = u16(frame, 16);
        if (header < 20 || total < header || ETHERNET + total > frame.length) {
            return Optional.empty();
        }
        int bits = u16(frame, 20);
        return Optional.of(new PlainPacket(
                ByteBuffer.wrap(frame),
                true,
                ETHERNET + header,
                ETHERNET + total,
                frame[23] & 0xff,
                (bits & 0x3fff) != 0,
                (bits & 0x1fff) == 0));
    }

    private static Optional<PlainPacket> ofIpv6(byte[] frame) {
        if (frame.length < ETHERNET + 40 || (frame[14] & 0xff) >> 4 != 6) {
            return Optional.empty();
        }
        int end = ETHERNET + 40 + u16(frame, 18);
        int at = ETHERNET + 40;
        int next = frame[20] & 0xff;
        for (int i = 0; end <= frame.length && i <= MOST_EXTENSIONS; i++) {
            if (!isExtension(next)) {
                return at > end
                        ? Optional.empty()
                        : Optional.of(new PlainPacket(ByteBuffer.wrap(frame), false, at, end, next, false, true));
            }
            if (at + 8 > frame.length) {
                return Optional.empty();
            }
            int behind = frame[at] & 0xff;
            int bits = next == 44 ? u16(frame, at + 2) & 0xfff9 : 0;
            at += next == 44 ? 8 : next == 51 ? ((frame[at + 1] & 0xff) + 2) * 4 : ((frame[at + 1] & 0xff) + 1) * 8;
            if (bits != 0) {
                return at > end
                        ? Optional.empty()
                        : Optional.of(new PlainPacket(
                                ByteBuffer.wrap(frame), false, at, end, behind, true, (bits & 0xfff8) == 0));
            }
            next = behind;
        }
        return Optional.empty();
    }

    private static boolean isExtension(int header) {
        return header == 0 || header == 43 || header == 44 || header == 51 || header == 60 || header == 135;
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    @SuppressWarnings("ByteBufferBackingArray") // it was wrapped above
    byte[] frame() {
        return buffer.array();
    }

    IpAddress source() {
        return address(ipv4 ? 26 : 22);
    }

    IpAddress destination() {
        return address(ipv4 ? 30 : 38);
    }

    private IpAddress address(int at) {
        return IpAddress.ofBytes(Arrays.copyOfRange(frame(), at, at + (ipv4 ? 4 : 16)));
    }

    int hops() {
        return frame()[ipv4 ? 22 : 21] & 0xff;
    }

    int octets() {
        return end - ETHERNET;
    }

    boolean isWholeTcp() {
        return protocol == Frame.TCP && !fragment && end - transportOffset >= 20;
    }

    int tcpFlags() {
        return frame()[transportOffset + 13] & 0xff;
    }

    boolean isIcmp() {
        return protocol == (ipv4 ? Frame.ICMP : Frame.ICMPV6);
    }

    /** Destination unreachable, time exceeded, parameter problem, and packet too big. */
    boolean isIcmpError() {
        if (!isIcmp() || fragment || end - transportOffset < 8) {
            return false;
        }
        int type = frame()[transportOffset] & 0xff;
        return ipv4 ? type == 3 || type == 11 || type == 12 : type >= 1 && type <= 4;
    }

    boolean isEchoRequest() {
        return isIcmp() && !fragment && end > transportOffset && (frame()[transportOffset] & 0xff) == (ipv4 ? 8 : 128);
    }

    /** 0xffff if the checksum of the header is right; anything else says by how much it is wrong. */
    int headerSum() {
        return ipv4 ? nonZero(InternetChecksum.sum(frame(), ETHERNET, transportOffset - ETHERNET)) : 0xffff;
    }

    /** The same of the transport, with the pseudo header where it has one. */
    int transportSum() {
        byte[] transport = Arrays.copyOfRange(frame(), transportOffset, end);
        return nonZero(InternetChecksum.ofTransport(source(), destination(), protocol, transport));
    }

    /** Both are zero in ones' complement. */
    private static int nonZero(int sum) {
        return sum == 0 ? 0xffff : sum;
    }

    boolean isRight() {
        return headerSum() == 0xffff && transportSum() == 0xffff;
    }

    /** A transport whose checksum covers the addresses, or would if there was one. */
    boolean hasChecksum() {
        return protocol == Frame.TCP || protocol == Frame.UDP || isIcmp();
    }

    /** UDP without a checksum. */
    boolean isUnsummed() {
        return protocol == Frame.UDP && first && end - transportOffset >= 8 && u16(frame(), transportOffset + 6) == 0;
    }

    /** Octets at the start of the transport that a translation may change: ports, identifier and checksum. */
    int translatedOctets() {
        if (!first || !hasChecksum()) {
            return 0;
        }
        int header = protocol == Frame.TCP ? 18 : 8;
        return isIcmpError() ? end - transportOffset : Math.min(header, end - transportOffset);
    }
}
