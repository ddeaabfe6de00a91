package io.turnpike.metering.rules;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import java.util.List;

/** Addresses that no packet on the Internet carries, whatever the registry says. */
final class AddressRanges {
    private static final List<IpPrefix> PRIVATE = prefixes(
            "10.0.0.0/8", // RFC 1918
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10", // RFC 6598, shared
            "169.254.0.0/16", // RFC 3927, link-local
            "fc00::/7", // RFC 4193, unique local
            "fe80::/10"); // RFC 4291, link-local

    // An ECS that looks for its DHCP server or its neighbours has not opened a session towards the Internet.
    private static final List<IpPrefix> LINK_SCOPED =
            prefixes("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32", "::1/128", "ff00::/8");

    private AddressRanges() {}

    static boolean isPrivate(IpAddress address) {
        return contains(PRIVATE, address);
    }

    static boolean isLinkScoped(IpAddress address) {
        return contains(LINK_SCOPED, address);
    }

    private static boolean contains(List<IpPrefix> prefixes, IpAddress address) {
        for (IpPrefix prefix : prefixes) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<IpPrefix> prefixes(String... texts) {
        return List.of(texts).stream().map(IpPrefix::parse).toList();
    }
}
