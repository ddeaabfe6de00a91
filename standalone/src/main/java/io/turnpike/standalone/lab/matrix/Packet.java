package io.turnpike.standalone.lab.matrix;

import java.time.Instant;

/**
 * A captured packet.
 *
 * @param at when it was captured
 * @param octets IP total length
 * @param protocol IANA number
 * @param echo ICMP types: whether it is an echo request or reply
 * @param request whether it is an echo request
 */
record Packet(
        Instant at,
        String source,
        String destination,
        int protocol,
        int sourcePort,
        int destinationPort,
        boolean echo,
        boolean request,
        long octets) {}
