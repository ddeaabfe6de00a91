package io.turnpike.replay.packet;

import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;

/** Fields in network order; the caller has looked at how much was captured. */
final class Octets {
    private Octets() {}

    static int unsigned8(ByteBuffer data, int at) {
        return Byte.toUnsignedInt(data.get(at));
    }

    static int unsigned16(ByteBuffer data, int at) {
        return Short.toUnsignedInt(data.getShort(at));
    }

    static IpAddress ipv4(ByteBuffer data, int at) {
        return IpAddress.ofIpv4(data.getInt(at));
    }

    static IpAddress ipv6(ByteBuffer data, int at) {
        return new IpAddress(data.getLong(at), data.getLong(at + 8));
    }
}
