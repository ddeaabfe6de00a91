package io.turnpike.replay.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the chain of IPv6 extension headers leads to.
 *
 * @param protocol of the header behind them, or of the one that was cut off
 */
record ExtensionHeaders(int protocol, Transport transport, IpPacket.@Nullable Fragment fragment) {
    static final int NO_NEXT_HEADER = 59;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;

    private static final int SHORTEST = 8;
    private static final int MORE_FRAGMENTS = 1;
    private static final int JUMBO_PAYLOAD = 0xc2;
    private static final int PAD1 = 0;

    /** Reads them up to {@code end}, the end of what belongs to the packet and was captured. */
    static ExtensionHeaders read(ByteBuffer data, int end) {
        int protocol = Octets.unsigned8(data, 6);
        int at = Ipv6.HEADER;
        IpPacket.Fragment fragment = null;
        while (isExtension(protocol)) {
            if (at + SHORTEST > end) {
                return new ExtensionHeaders(protocol, Transport.CUT_SHORT, fragment);
            }
            int next = Octets.unsigned8(data, at);
            if (protocol == FRAGMENT) {
                fragment = fragment(data, at, fragment);
                if (fragment != null && !fragment.first()) {
                    return new ExtensionHeaders(next, Transport.FRAGMENT, fragment);
                }
            }
            at += length(data, at, protocol);
            protocol = next;
        }
        return new ExtensionHeaders(protocol, TransportHeader.read(data, at, end, protocol), fragment);
    }

    private static boolean isExtension(int protocol) {
        return switch (protocol) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    private static int length(ByteBuffer data, int at, int protocol) {
        int field = Octets.unsigned8(data, at + 1);
        return switch (protocol) {
            case FRAGMENT -> SHORTEST;
            case AUTHENTICATION -> Math.max(SHORTEST, (field + 2) * 4);
            default -> (field + 1) * 8;
        };
    }

    /** One that is all of its datagram is no fragment (RFC 6946). */
    private static IpPacket.@Nullable Fragment fragment(ByteBuffer data, int at, IpPacket.@Nullable Fragment outer) {
        int word = Octets.unsigned16(data, at + 2);
        int offset = word >> 3;
        if (offset == 0 && (word & MORE_FRAGMENTS) == 0) {
            return outer;
        }
        return new IpPacket.Fragment(Integer.toUnsignedLong(data.getInt(at + 4)), offset == 0);
    }

    /** The length that a jumbo payload option in the first extension header tells; 0 if there is none. */
    static long jumboPayload(ByteBuffer data) {
        if (Octets.unsigned8(data, 6) != HOP_BY_HOP || data.limit() < Ipv6.HEADER + SHORTEST) {
            return 0;
        }
        int end = Math.min(data.limit(), Ipv6.HEADER + length(data, Ipv6.HEADER, HOP_BY_HOP));
        int at = Ipv6.HEADER + 2;
        while (at + 6 <= end) {
            int type = Octets.unsigned8(data, at);
            if (type == JUMBO_PAYLOAD) {
                return Integer.toUnsignedLong(data.getInt(at + 2));
            }
            at += type == PAD1 ? 1 : 2 + Octets.unsigned8(data, at + 1);
        }
        return 0;
    }
}
