package io.turnpike.node.packets;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.NullMarked;

/**
 * A packet to be written, with every checksum right unless {@link #spoilt}.
 *
 * @param protocol 6, 17, or 1 and 58 for an echo, whose identifier is the port of the side that asked
 * @param tcpFlags of TCP
 * @param hops TTL or hop limit
 * @param extended IPv6 with a hop-by-hop and a destination header before the transport
 * @param fragmentOffset in units of eight octets
 * @param payload octets after the transport's header
 */
@NullMarked
record Frame(
        int protocol,
        Endpoint source,
        Endpoint destination,
        int tcpFlags,
        int hops,
        boolean extended,
        boolean moreFragments,
        int fragmentOffset,
        boolean spoilt,
        int payload) {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    static final int ICMPV6 = 58;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    static Frame of(int protocol, String source, int sourcePort, String destination, int destinationPort) {
        return new Frame(
                protocol,
                new Endpoint(IpAddress.parse(source), sourcePort),
                new Endpoint(IpAddress.parse(destination), destinationPort),
                SYN,
                64,
                false,
                false,
                0,
                false,
                26);
    }

    static Frame tcp(String source, int sourcePort, String destination, int destinationPort) {
        return of(TCP, source, sourcePort, destination, destinationPort);
    }

    static Frame udp(String source, int sourcePort, String destination, int destinationPort) {
        return of(UDP, source, sourcePort, destination, destinationPort);
    }

    static Frame echoRequest(String source, String destination, int identifier) {
        return of(source.contains(":") ? ICMPV6 : ICMP, source, identifier, destination, 0);
    }

    static Frame echoReply(String source, String destination, int identifier) {
        return of(source.contains(":") ? ICMPV6 : ICMP, source, 0, destination, identifier);
    }

    Frame to(int destinationPort) {
        return of(
                        protocol,
                        source.address().toString(),
                        source.port(),
                        destination.address().toString(),
                        destinationPort)
                .withTcpFlags(tcpFlags);
    }

    /** What the responder of a packet that was seen would say. */
    static Frame answer(SeenFrame seen) {
        return of(
                        seen.protocol(),
                        seen.destination().address().toString(),
                        seen.destination().port(),
                        seen.source().address().toString(),
                        seen.source().port())
                .withTcpFlags(SYN | ACK);
    }

    Frame withTcpFlags(int flags) {
        return new Frame(
                protocol, source, destination, flags, hops, extended, moreFragments, fragmentOffset, spoilt, payload);
    }

    Frame withHops(int count) {
        return new Frame(
                protocol,
                source,
                destination,
                tcpFlags,
                count,
                extended,
                moreFragments,
                fragmentOffset,
                spoilt,
                payload);
    }

    Frame withExtensions() {
        return new Frame(
                protocol, source, destination, tcpFlags, hops, true, moreFragments, fragmentOffset, spoilt, payload);
    }

    Frame asFragment(int offset, boolean more) {
        return new Frame(protocol, source, destination, tcpFlags, hops, extended, more, offset, spoilt, payload);
    }

    Frame withWrongChecksum() {
        return new Frame(
                protocol, source, destination, tcpFlags, hops, extended, moreFragments, fragmentOffset, true, payload);
    }

    Frame withPayload(int octets) {
        return new Frame(
                protocol, source, destination, tcpFlags, hops, extended, moreFragments, fragmentOffset, spoilt, octets);
    }

    boolean isIpv4() {
        return source.address().isIpv4();
    }

    private boolean isFragment() {
        return moreFragments || fragmentOffset > 0;
    }

    /** Of layer 3. */
    int octets() {
        return bytes().length - 14;
    }

    byte[] bytes() {
        byte[] transport = transport();
        byte[] between = isIpv4() ? new byte[0] : extensions();
        ByteBuffer frame = ByteBuffer.allocate(14 + (isIpv4() ? 20 : 40) + between.length + transport.length);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2});
        frame.putShort((short) (isIpv4() ? 0x0800 : 0x86dd));
        if (isIpv4()) {
            frame.put(ipv4Header(transport.length));
        } else {
            frame.putInt(0x6000_0000)
                    .putShort((short) (between.length + transport.length))
                    .put((byte) firstHeader())
                    .put((byte) hops)
                    .put(source.address().toBytes())
                    .put(destination.address().toBytes());
        }
        frame.put(between).put(transport);
        return frame.array();
    }

    private byte[] ipv4Header(int transportOctets) {
        ByteBuffer header = ByteBuffer.allocate(20)
                .putShort((short) 0x4500)
                .putShort((short) (20 + transportOctets))
                .putShort((short) 77)
                .putShort((short) ((moreFragments ? 0x2000 : 0) | fragmentOffset))
                .put((byte) hops)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source.address().ipv4Bits())
                .putInt(destination.address().ipv4Bits());
        int checksum = ~InternetChecksum.sum(header.array(), 0, 20);
        header.putShort(10, (short) checksum);
        return header.array();
    }

    private int firstHeader() {
        return extended ? 0 : isFragment() ? 44 : protocol;
    }

    private byte[] extensions() {
        ByteBuffer headers = ByteBuffer.allocate((extended ? 8 + 16 : 0) + (isFragment() ? 8 : 0));
        if (extended) {
            headers.put((byte) 60).put((byte) 0).put(new byte[] {1, 4, 0, 0, 0, 0});
            headers.put((byte) (isFragment() ? 44 : protocol)).put((byte) 1);
            headers.put(new byte[] {1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        }
        if (isFragment()) {
            headers.put((byte) protocol)
                    .put((byte) 0)
                    .putShort((short) (fragmentOffset << 3 | (moreFragments ? 1 : 0)))
                    .putInt(99);
        }
        return headers.array();
    }

    private byte[] transport() {
        ByteBuffer out = ByteBuffer.allocate(headerOctets() + payload);
        switch (protocol) {
            case TCP ->
                out.putShort((short) source.port())
                        .putShort((short) destination.port())
                        .putInt(1)
                        .putInt(0)
                        .put((byte) 0x50)
                        .put((byte) tcpFlags)
                        .putShort((short) 1000);
            case UDP ->
                out.putShort((short) source.port())
                        .putShort((short) destination.port())
                        .putShort((short) out.capacity());
            default ->
                out.put((byte) echoType())
                        .put((byte) 0)
                        .putShort((short) 0)
                        .putShort((short) (source.port() + destination.port()))
                        .putShort((short) 7);
        }
        for (int i = headerOctets(); i < out.capacity(); i++) {
            out.put(i, (byte) i);
        }
        int sum = InternetChecksum.ofTransport(source.address(), destination.address(), protocol, out.array());
        out.putShort(checksumAt(protocol), (short) (spoilt ? 0x1234 : ~sum));
        return out.array();
    }

    private int echoType() {
        boolean request = destination.port() == 0;
        return protocol == ICMP ? (request ? 8 : 0) : request ? 128 : 129;
    }

    private int headerOctets() {
        return protocol == TCP ? 20 : 8;
    }

    static int checksumAt(int protocol) {
        return switch (protocol) {
            case TCP -> 16;
            case UDP -> 6;
            default -> 2;
        };
    }
}
