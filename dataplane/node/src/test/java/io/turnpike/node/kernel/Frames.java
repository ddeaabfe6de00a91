package io.turnpike.node.kernel;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;

/** Ethernet frames of IPv4. */
public final class Frames {
    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int TCP = 20;
    private static final int IPV4_IN_MAPPED = 12;

    private Frames() {}

    /** A UDP datagram whose IP total length is {@code octets}, without checksum. */
    public static byte[] udp(Endpoint source, Endpoint destination, int octets) {
        byte[] bytes = new byte[ETHERNET + octets];
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        putHeaders(frame, source.address(), destination.address(), 17);
        putPorts(frame, source, destination).putShort((short) (octets - IPV4));
        return bytes;
    }

    /** A TCP segment without payload. */
    public static byte[] tcp(Endpoint source, Endpoint destination, int flags) {
        byte[] bytes = new byte[ETHERNET + IPV4 + TCP];
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        putHeaders(frame, source.address(), destination.address(), 6);
        putPorts(frame, source, destination).putLong(0).put((byte) 0x50).put((byte) flags);
        return bytes;
    }

    private static ByteBuffer putPorts(ByteBuffer frame, Endpoint source, Endpoint destination) {
        return frame.putShort((short) source.port()).putShort((short) destination.port());
    }

    private static void putHeaders(ByteBuffer frame, IpAddress source, IpAddress destination, int protocol) {
        frame.putShort(12, (short) 0x0800).position(ETHERNET);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (frame.capacity() - ETHERNET));
        frame.putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0);
        frame.put(source.toBytes(), IPV4_IN_MAPPED, 4).put(destination.toBytes(), IPV4_IN_MAPPED, 4);
    }
}
