package io.turnpike.node.packets;

import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.NullMarked;

/** RFC 4861, 4.3, from one address of a link to another; its checksum is not filled in. */
@NullMarked
final class NeighbourSolicitation {
    private NeighbourSolicitation() {}

    static byte[] of(String source, String target) {
        byte[] address = IpAddress.parse(target).toBytes();
        return ByteBuffer.allocate(14 + 40 + 24)
                .put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2})
                .putShort((short) 0x86dd)
                .putInt(0x6000_0000)
                .putShort((short) 24)
                .put((byte) Frame.ICMPV6)
                .put((byte) 255)
                .put(IpAddress.parse(source).toBytes())
                .put(address)
                .put((byte) 135)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(0)
                .put(address)
                .array();
    }
}
