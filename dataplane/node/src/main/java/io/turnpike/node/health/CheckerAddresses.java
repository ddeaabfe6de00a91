package io.turnpike.node.health;

import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a director's health probes come from: the last address of the first of its ranges that has more than one, an
 * address a family. It translates nobody to this address, so what comes from there is a probe and nothing else; and as
 * it is one of its local addresses, routers and servers treat probes as they treat the traffic that they stand for.
 */
public final class CheckerAddresses {
    private CheckerAddresses() {}

    /** At most one of IPv4 and one of IPv6; none of what is no director. */
    public static List<IpAddress> of(Resource resource) {
        return Stream.of(true, false)
                .flatMap(ipv4 -> of(resource, ipv4).stream())
                .toList();
    }

    private static Optional<IpAddress> of(Resource resource, boolean ipv4) {
        return addressRanges(resource).stream()
                .filter(range -> range.address().isIpv4() == ipv4 && range.mappedLength() < 128)
                .findFirst()
                .map(CheckerAddresses::last);
    }

    /** Other nodes do not probe. */
    private static List<IpPrefix> addressRanges(Resource resource) {
        return resource.configuration() instanceof Configuration.Node node && node.role() == NodeRole.DIRECTOR
                ? node.localAddresses()
                : List.of();
    }

    private static IpAddress last(IpPrefix range) {
        int bits = 128 - range.mappedLength();
        long high = bits <= 64 ? 0 : -1L >>> (128 - bits);
        long low = bits >= 64 ? -1L : -1L >>> (64 - bits);
        return new IpAddress(range.address().high() | high, range.address().low() | low);
    }
}
