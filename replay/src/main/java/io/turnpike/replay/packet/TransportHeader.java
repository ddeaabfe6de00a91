package io.turnpike.replay.packet;

import java.nio.ByteBuffer;

/** Reads the first octets behind the IP headers. */
final class TransportHeader {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int DCCP = 33;
    static final int ICMPV6 = 58;
    static final int SCTP = 132;
    static final int UDP_LITE = 136;

    private static final int PORTS = 4;
    private static final int THROUGH_TCP_FLAGS = 14;
    private static final int THROUGH_IDENTIFIER = 6;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int ICMPV6_ECHO_REQUEST = 128;
    private static final int ICMPV6_ECHO_REPLY = 129;

    private TransportHeader() {}

    /** What stands at {@code at} of what was captured, of which no more than {@code end} octets belong to the packet. */
    static Transport read(ByteBuffer data, int at, int end, int protocol) {
        int there = Math.min(end, data.limit()) - at;
        return switch (protocol) {
            case TCP -> tcp(data, at, there);
            case UDP, DCCP, SCTP, UDP_LITE -> ports(data, at, there);
            case ICMP -> echo(data, at, there, ECHO_REQUEST, ECHO_REPLY);
            case ICMPV6 -> echo(data, at, there, ICMPV6_ECHO_REQUEST, ICMPV6_ECHO_REPLY);
            default -> Transport.NONE;
        };
    }

    private static Transport ports(ByteBuffer data, int at, int there) {
        return there < PORTS
                ? Transport.CUT_SHORT
                : Transport.ports(Octets.unsigned16(data, at), Octets.unsigned16(data, at + 2));
    }

    private static Transport tcp(ByteBuffer data, int at, int there) {
        Transport ports = ports(data, at, there);
        return there < THROUGH_TCP_FLAGS
                ? ports
                : Transport.tcp(
                        ports.sourcePort(),
                        ports.destinationPort(),
                        Octets.unsigned8(data, at + 13),
                        data.getInt(at + 4));
    }

    private static Transport echo(ByteBuffer data, int at, int there, int request, int reply) {
        if (there < 1) {
            return Transport.CUT_SHORT;
        }
        int type = Octets.unsigned8(data, at);
        if (type != request && type != reply) {
            return Transport.NONE;
        }
        return there < THROUGH_IDENTIFIER
                ? Transport.CUT_SHORT
                : Transport.echo(Octets.unsigned16(data, at + 4), type == request);
    }
}
