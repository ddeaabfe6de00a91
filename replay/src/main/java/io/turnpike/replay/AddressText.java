package io.turnpike.replay;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.replay.flow.Flow;
import java.nio.ByteBuffer;
import java.util.StringJoiner;

/** Addresses as people write them: IPv6 by RFC 5952. */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    static String of(IpAddress address, boolean ipv6) {
        if (!ipv6) {
            return address.toString();
        }
        // An IPv4 address in this form is on no wire by right, but it is what the packet said.
        return address.isIpv4() ? "::ffff:" + address : compressed(address);
    }

    private static String compressed(IpAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.toBytes());
        int begin = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zeros(bytes, i);
            if (zeros > length) {
                begin = i;
                length = zeros;
            }
        }
        return begin < 0
                ? groups(bytes, 0, GROUPS)
                : groups(bytes, 0, begin) + "::" + groups(bytes, begin + length, GROUPS);
    }

    private static int zeros(ByteBuffer bytes, int from) {
        int group = from;
        while (group < GROUPS && bytes.getShort(2 * group) == 0) {
            group++;
        }
        return group - from;
    }

    private static String groups(ByteBuffer bytes, int from, int to) {
        StringJoiner text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(Short.toUnsignedInt(bytes.getShort(2 * i))));
        }
        return text.toString();
    }

    /** With the port, where it has one. */
    static String of(Endpoint endpoint, Flow flow) {
        String address = of(endpoint.address(), flow.isIpv6());
        return switch (flow.kind()) {
            case PORTS -> (flow.isIpv6() ? "[" + address + "]" : address) + ":" + endpoint.port();
            case ECHO -> endpoint.port() > 0 ? address + " id " + endpoint.port() : address;
            case NONE, CUT_SHORT, FRAGMENT -> address;
        };
    }
}
