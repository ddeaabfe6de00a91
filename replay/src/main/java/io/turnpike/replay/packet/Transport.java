package io.turnpike.replay.packet;

/**
 * What tells flows between two addresses apart.
 *
 * @param sourcePort 0 unless {@code kind} is PORTS or ECHO
 * @param destinationPort 0 unless {@code kind} is PORTS; of an ECHO see there
 * @param isAnswer whether it goes to the one that opened the flow: a SYN with ACK, an echo reply
 * @param tcpFlags the octet of flags, 0 if not TCP or not captured
 * @param tcpSequence as captured, 0 likewise
 */
public record Transport(
        Kind kind, int sourcePort, int destinationPort, boolean isAnswer, int tcpFlags, int tcpSequence) {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int ACK = 0x10;

    static final Transport NONE = new Transport(Kind.NONE, 0, 0, false, 0, 0);
    static final Transport CUT_SHORT = new Transport(Kind.CUT_SHORT, 0, 0, false, 0, 0);
    public static final Transport FRAGMENT = new Transport(Kind.FRAGMENT, 0, 0, false, 0, 0);

    /** What is known. */
    public enum Kind {
        /** The protocol has no ports. */
        NONE,
        PORTS,
        /** ICMP or ICMPv6 echo: a request has the identifier as source port, a reply as destination port; the other is 0. */
        ECHO,
        /** The protocol has ports, and they were not captured, or are not in the packet. */
        CUT_SHORT,
        /** The ports are in another fragment. */
        FRAGMENT
    }

    static Transport ports(int source, int destination) {
        return new Transport(Kind.PORTS, source, destination, false, 0, 0);
    }

    static Transport echo(int identifier, boolean request) {
        return new Transport(Kind.ECHO, request ? identifier : 0, request ? 0 : identifier, !request, 0, 0);
    }

    static Transport tcp(int source, int destination, int flags, int sequence) {
        boolean isAnswer = (flags & (SYN | ACK)) == (SYN | ACK);
        return new Transport(Kind.PORTS, source, destination, isAnswer, flags, sequence);
    }

    /** Whether all of these flags are set. */
    public boolean has(int flags) {
        return (tcpFlags & flags) == flags;
    }

    /** A SYN without ACK. */
    public boolean opensTcp() {
        return has(SYN) && !has(ACK) && !has(RST);
    }

    /** Without what only the packet itself says of its connection. */
    public Transport withoutFlags() {
        return new Transport(kind, sourcePort, destinationPort, isAnswer, 0, 0);
    }
}
