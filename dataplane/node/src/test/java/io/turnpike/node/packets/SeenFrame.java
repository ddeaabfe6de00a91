package io.turnpike.node.packets;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.NullMarked;

/**
 * A packet as a program left it.
 *
 * @param verdict what the program returned
 * @param protocol of the transport, behind whatever extension headers there are
 * @param headerSum over the IPv4 header, 0xffff if its checksum is right; 0xffff for IPv6
 * @param transportSum over pseudo header and transport: 0xffff if its checksum is right
 * @param frame from the Ethernet header on
 */
@NullMarked
record SeenFrame(
        NodeUnderTest.Verdict verdict,
        String destinationMac,
        int protocol,
        Endpoint source,
        Endpoint destination,
        int hops,
        int headerSum,
        int transportSum,
        ByteBuffer frame,
        int transportOffset) {
    static SeenFrame of(NodeUnderTest.Verdict verdict, byte[] bytes) {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        boolean ipv4 = frame.getShort(12) == 0x0800;
        int protocol = frame.get(ipv4 ? 14 + 9 : 14 + 6) & 0xff;
        int at = ipv4 ? 14 + 20 : 14 + 40;
        while (!ipv4 && (protocol == 0 || protocol == 60 || protocol == 44)) {
            int octets = protocol == 44 ? 8 : ((frame.get(at + 1) & 0xff) + 1) * 8;
            protocol = frame.get(at) & 0xff;
            at += octets;
        }
        IpAddress source = address(frame, ipv4, ipv4 ? 14 + 12 : 14 + 8);
        IpAddress destination = address(frame, ipv4, ipv4 ? 14 + 16 : 14 + 24);
        byte[] transport = Arrays.copyOfRange(bytes, at, bytes.length);
        return new SeenFrame(
                verdict,
                HexFormat.ofDelimiter(":").formatHex(bytes, 0, 6),
                protocol,
                new Endpoint(source, port(frame, at, protocol, true)),
                new Endpoint(destination, port(frame, at, protocol, false)),
                frame.get(ipv4 ? 14 + 8 : 14 + 7) & 0xff,
                ipv4 ? InternetChecksum.sum(bytes, 14, 20) : 0xffff,
                InternetChecksum.ofTransport(source, destination, protocol, transport),
                frame,
                at);
    }

    private static IpAddress address(ByteBuffer frame, boolean ipv4, int at) {
        byte[] address = new byte[ipv4 ? 4 : 16];
        frame.get(at, address);
        return IpAddress.ofBytes(address);
    }

    private static int port(ByteBuffer frame, int at, int protocol, boolean source) {
        if (protocol == Frame.TCP || protocol == Frame.UDP) {
            return frame.getShort(at + (source ? 0 : 2)) & 0xffff;
        }
        int type = frame.get(at) & 0xff;
        boolean asked = type == 8 || type == 128;
        return asked == source ? frame.getShort(at + 4) & 0xffff : 0;
    }

    String from() {
        return source.address().toString();
    }

    String to() {
        return destination.address().toString();
    }

    /** From its header to the end of the frame. */
    byte[] transport() {
        return from(transportOffset);
    }

    /** From the IP header on. */
    byte[] packet() {
        return from(14);
    }

    private byte[] from(int offset) {
        byte[] bytes = new byte[frame.capacity() - offset];
        frame.get(offset, bytes);
        return bytes;
    }

    boolean isRight() {
        return headerSum == 0xffff && transportSum == 0xffff;
    }
}
