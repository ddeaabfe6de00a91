package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import java.util.List;
import java.util.stream.Stream;

/** Which addresses may stand on the private side (RFC 1918, 6598, 4193), and which on the public side. */
final class AddressScope {
    private static final List<IpPrefix> PRIVATE =
            prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    /** This host, loopback, link-local, multicast and reserved: on neither side. */
    private static final List<IpPrefix> UNUSABLE =
            prefixes("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/127", "fe80::/10", "ff00::/8");

    private AddressScope() {}

    static boolean isPrivate(IpAddress address) {
        return isIn(PRIVATE, address);
    }

    static boolean isPrivate(IpPrefix prefix) {
        return PRIVATE.stream()
                .anyMatch(range -> range.mappedLength() <= prefix.mappedLength() && range.contains(prefix.address()));
    }

    static boolean isPublic(IpAddress address) {
        return !isPrivate(address) && isUsable(address);
    }

    static boolean isUsable(IpAddress address) {
        return !isIn(UNUSABLE, address);
    }

    private static boolean isIn(List<IpPrefix> ranges, IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static List<IpPrefix> prefixes(String... texts) {
        return Stream.of(texts).map(IpPrefix::parse).toList();
    }
}
