package io.turnpike.billing.webhook;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where messages may go: to public addresses only, since whoever may name a target could else let us knock on doors
 * inside (request forgery). Names are resolved once, and the address that was looked at is the one that is connected to.
 */
final class TargetRules {
    /** Not of the public Internet (the special-purpose registries of IANA), or a way round to such an address. */
    private static final List<IpPrefix> REFUSED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/9",
                    "ff00::/8")
            .map(IpPrefix::parse)
            .toList();

    private static final int LONGEST = 2_000;

    private final boolean allowPrivate;

    TargetRules(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /** Reads a target's address; looks at its form only. */
    static URI parse(String text) throws RefusedTargetException {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean isHttp = scheme.equals("https") || scheme.equals("http");
            boolean isPlain = url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
            if (isHttp && isPlain && text.length() <= LONGEST && text.chars().allMatch(TargetRules::isPrintable)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Answered below, in words that say what is expected.
        }
        throw new RefusedTargetException("must be an address such as https://example.com/turnpike, at most " + LONGEST
                + " characters, without user or fragment");
    }

    private static boolean isPrintable(int character) {
        return character > ' ' && character < 0x7f;
    }

    /** The address to connect to. */
    InetAddress resolve(URI url) throws RefusedTargetException {
        InetAddress[] addresses = addresses(url.getHost());
        for (InetAddress address : addresses) {
            if (!allowPrivate && isRefused(address)) {
                throw new RefusedTargetException(
                        "must be a public address: " + url.getHost() + " is " + address.getHostAddress());
            }
        }
        return addresses[0];
    }

    private static InetAddress[] addresses(String host) throws RefusedTargetException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new RefusedTargetException("has the host " + host + ", which does not resolve");
        }
    }

    static boolean isRefused(InetAddress address) {
        IpAddress ip = IpAddress.ofBytes(address.getAddress());
        return REFUSED.stream().anyMatch(prefix -> prefix.contains(ip));
    }
}
