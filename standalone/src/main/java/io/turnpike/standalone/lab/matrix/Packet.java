package io.turnpike.standalone.lab.matrix;

/**
 * A captured packet.
 *
 * @param octets IP total length
 * @param protocol IANA number
 * @param echo ICMP types: whether it is an echo request or reply
 * @param request whether it is an echo request
 */
record Packet(
        String source,
        String destination,
        int protocol,
        int sourcePort,
        int destinationPort,
        boolean echo,
        boolean request,
        long octets) {}
