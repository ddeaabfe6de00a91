package io.turnpike.standalone.lab.matrix;

import io.turnpike.flow.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One try of the matrix.
 *
 * @param ecs whose way it is
 * @param path the name of the way, as in the rule table
 * @param from the host that opens the session; empty where the session of another probe brings it about
 * @param target where to
 * @param port of the server; 0 for ICMP
 * @param reachable whether it has to work, rather than be refused
 * @param seenAt the host whose capture tells its octets
 * @param initiators addresses by which that capture knows who opened it
 * @param claims what the ledger has to say
 */
record Probe(
        String ecs,
        String path,
        Way way,
        Protocol protocol,
        boolean ipv6,
        String from,
        String target,
        int port,
        boolean reachable,
        String seenAt,
        Set<String> initiators,
        List<Claim> claims) {
    Probe {
        target = canonical(target);
        initiators = initiators.stream().map(Probe::canonical).collect(Collectors.toUnmodifiableSet());
        claims = List.copyOf(claims);
    }

    /** An address as captures write it. */
    private static String canonical(String address) {
        return IpAddress.parse(address).toString();
    }

    boolean isDriven() {
        return !from.isEmpty();
    }

    /** Whether the initiator of this probe sent the packet. */
    boolean isForward(Packet packet) {
        return isOurs(packet)
                && initiators.contains(packet.source())
                && packet.destination().equals(target)
                && (protocol == Protocol.ICMP ? packet.request() : packet.destinationPort() == port);
    }

    /** Whether the packet answers the initiator of this probe. */
    boolean isBackward(Packet packet) {
        return isOurs(packet)
                && initiators.contains(packet.destination())
                && packet.source().equals(target)
                && (protocol == Protocol.ICMP ? !packet.request() : packet.sourcePort() == port);
    }

    private boolean isOurs(Packet packet) {
        return switch (protocol) {
            case TCP -> packet.protocol() == 6;
            case UDP -> packet.protocol() == 17;
            case ICMP -> packet.protocol() == (ipv6 ? 58 : 1) && packet.echo();
        };
    }
}
