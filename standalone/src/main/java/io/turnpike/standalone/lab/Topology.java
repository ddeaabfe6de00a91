package io.turnpike.standalone.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The hosts and links of the lab, and what of addresses and routes is fixed; {@link BirdConfig} has the rest, which
 * follows from who is fit to forward. Addresses are those reserved for documentation (RFC 5737, RFC 3849) on the Internet
 * side, RFC 6598 and RFC 4193 for the local addresses of directors and proxies, and RFC 1918 inside.
 *
 * <pre>
 *  client1 --- router --- director1 2 3 --- fabric --- ecs1 ecs2 ecs3 ecs4 ecs5 ecs6
 *  client2 ---/   |         |      \--- edge --- proxy1 proxy2 --- fabric
 *                 |         \--- sync   |  \--- keyserver keyserver2
 *                 |  \--- border1 2 ---/
 *                 \-------------------/   (public addresses that ECS instances own)
 * </pre>
 *
 * Directors and proxies share the network of {@code edge}, a switch: packets of an L7 listener reach a proxy as the
 * client wrote them. Its answers go back to the same director, by way of {@code edge} as their router, since that and
 * {@code router} spread flows over the directors by one symmetric hash. Directors alone share the switch {@code sync}.
 * director3 joins when it is told to.
 */
public final class Topology {
    public static final String CLIENT = "198.51.100.11";
    public static final String CLIENT_IPV6 = "2001:db8:c::11";
    static final String CLIENT2 = "198.51.100.211";
    static final String CLIENT2_IPV6 = "2001:db8:c2::11";
    static final String VIP = "203.0.113.10";
    static final String VIP_IPV6 = "2001:db8:5::10";
    /** VIP of the HTTP and HTTPS listeners. */
    static final String WEB_VIP = "203.0.113.11";

    static final String WEB_VIP_IPV6 = "2001:db8:5::11";
    /** VIPs of the matrix, with a listener for each ECS: transport and HTTP. */
    public static final String EACH_VIP = "203.0.113.12";

    public static final String EACH_VIP_IPV6 = "2001:db8:5::12";
    public static final String EACH_WEB_VIP = "203.0.113.13";
    public static final String EACH_WEB_VIP_IPV6 = "2001:db8:5::13";
    public static final String EIP = "203.0.113.20";
    /** To which it is bound. */
    private static final String ECS2 = "10.0.0.12";
    /** Pool of the SNAT entry. */
    public static final List<String> SNAT_EIPS = List.of("203.0.113.31", "203.0.113.32");
    /** Reached by ports. */
    public static final String DNAT_EIP = "203.0.113.33";
    /** All ports of it lead to ecs3. */
    public static final String DNAT_ALL_EIP = "203.0.113.34";

    public static final String ECS4_PUBLIC = "203.0.113.40";
    public static final String ECS5_PUBLIC = "203.0.113.50";

    /** Of the VPC; ecsN has ::1N. */
    static final String VPC_IPV6 = "2001:db8:10::/64";

    public static final List<String> ECS = List.of("ecs1", "ecs2", "ecs3", "ecs4", "ecs5", "ecs6");
    public static final List<String> PROXIES = List.of("proxy1", "proxy2");
    static final List<String> KEY_SERVERS = List.of("keyserver", "keyserver2");
    /** Where proxies send their answers. */
    static final String EDGE = "172.31.16.254";

    private static final String EDGE_IPV6 = "fd00:16::fe";
    private static final List<String> CLIENTS = List.of("client1", "client2");
    /** Which run the lab's servers. */
    static final List<String> SERVERS =
            Stream.concat(CLIENTS.stream(), ECS.stream()).toList();

    static final List<String> HOSTS = Stream.of(
                    CLIENTS,
                    List.of("router", "fabric", "edge", "sync"),
                    ForwardingHost.ALL.stream().map(ForwardingHost::name).toList(),
                    PROXIES,
                    KEY_SERVERS,
                    ECS)
            .flatMap(List::stream)
            .toList();

    static final List<Link> LINKS = List.of(
            new Link("client1", "eth0", "router", "client1", 101),
            new Link("director1", "eth0", "router", "director1", 103),
            new Link("border1", "eth0", "router", "border1", 105),
            new Link("fabric", "router", "router", "fabric", 107),
            new Link("director1", "eth1", "fabric", "director1", 109),
            new Link("border1", "eth1", "fabric", "border1", 111),
            new Link("ecs1", "eth0", "fabric", "ecs1", 113),
            new Link("ecs2", "eth0", "fabric", "ecs2", 115),
            new Link("ecs3", "eth0", "fabric", "ecs3", 117),
            new Link("ecs4", "eth0", "fabric", "ecs4", 119),
            new Link("ecs5", "eth0", "fabric", "ecs5", 121),
            new Link("ecs5", "eth1", "fabric", "ecs5p", 123),
            new Link("ecs6", "eth0", "fabric", "ecs6", 125),
            new Link("director1", "eth2", "edge", "director1", 127),
            new Link("proxy1", "eth0", "edge", "proxy1", 129),
            new Link("proxy2", "eth0", "edge", "proxy2", 131),
            new Link("proxy1", "eth1", "fabric", "proxy1", 133),
            new Link("proxy2", "eth1", "fabric", "proxy2", 135),
            new Link("keyserver", "eth0", "fabric", "keyserver", 137),
            new Link("keyserver2", "eth0", "fabric", "keyserver2", 139),
            new Link("client2", "eth0", "router", "client2", 141),
            new Link("director2", "eth0", "router", "director2", 143),
            new Link("director2", "eth1", "fabric", "director2", 145),
            new Link("director2", "eth2", "edge", "director2", 147),
            new Link("border2", "eth0", "router", "border2", 149),
            new Link("border2", "eth1", "fabric", "border2", 151),
            new Link("director3", "eth0", "router", "director3", 153),
            new Link("director3", "eth1", "fabric", "director3", 155),
            new Link("director3", "eth2", "edge", "director3", 157),
            new Link("director1", "eth3", "sync", "director1", 159),
            new Link("director2", "eth3", "sync", "director2", 161),
            new Link("director3", "eth3", "sync", "director3", 163));

    /**
     * A virtual cable.
     *
     * @param index interface index of the first end, one more for the second: unique over all hosts, since a node that
     *     attaches at both ends of a link tells them apart by it
     */
    record Link(String host, String name, String peerHost, String peerName, int index) {
        /** Which end is that of an ECS: hosts have nodes on their side of it, but else on the other side of links. */
        private boolean isOfEcs() {
            return host.startsWith("ecs");
        }

        /** The end that no packet path sits at. */
        String farHost() {
            return isOfEcs() ? host : peerHost;
        }

        String farName() {
            return isOfEcs() ? name : peerName;
        }

        /** The other end. */
        String nearHost() {
            return isOfEcs() ? peerHost : host;
        }
    }

    /** The link with this end, written HOST:INTERFACE. */
    static Link link(String end) {
        return LINKS.stream()
                .filter(link -> end.equals(link.host() + ":" + link.name())
                        || end.equals(link.peerHost() + ":" + link.peerName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no link '" + end + "': there are "
                        + String.join(
                                ", ",
                                LINKS.stream()
                                        .map(link -> link.host() + ":" + link.name())
                                        .toList())));
    }

    /** Addresses and routes of a host, as commands of {@code ip}. */
    static List<String> configuration(String host) {
        return switch (host) {
            case "client1" -> client(CLIENT, "198.51.100.1", CLIENT_IPV6, "2001:db8:c::1");
            case "client2" -> client(CLIENT2, "198.51.100.129", CLIENT2_IPV6, "2001:db8:c2::1");
            case "router" -> router();
            case "fabric" -> fabric();
            case "edge" -> edge();
            case "sync" -> bridge(ForwardingHost.directors());
            case "proxy1" -> proxy(1);
            case "proxy2" -> proxy(2);
            case "keyserver" -> keyServer(0);
            case "keyserver2" -> keyServer(1);
            case "ecs4" -> ecs4();
            case "ecs5" -> ecs5();
            default ->
                ForwardingHost.named(host).map(ForwardingHost::configuration).orElseGet(() -> ecs(number(host, "ecs")));
        };
    }

    private static int number(String host, String kind) {
        if (!HOSTS.contains(host) || !host.startsWith(kind)) {
            throw new IllegalArgumentException("no host " + host);
        }
        return Integer.parseInt(host.substring(kind.length()));
    }

    private static List<String> client(String address, String router, String ipv6, String ipv6Router) {
        return List.of(
                "addr add " + address + "/25 dev eth0",
                "route add default via " + router,
                "addr add " + ipv6 + "/64 dev eth0 nodad",
                "route add default via " + ipv6Router);
    }

    private static List<String> router() {
        List<String> lines = new ArrayList<>(List.of(
                "addr add 198.51.100.1/25 dev client1",
                "addr add 198.51.100.129/25 dev client2",
                "addr add 192.0.2.9/30 dev fabric",
                "addr add 2001:db8:c::1/64 dev client1 nodad",
                "addr add 2001:db8:c2::1/64 dev client2 nodad",
                "route add " + ECS4_PUBLIC + " via 192.0.2.10",
                "route add " + ECS5_PUBLIC + " via 192.0.2.10"));
        for (ForwardingHost host : ForwardingHost.ALL) {
            lines.add("addr add " + host.uplinkRouter() + "/30 dev " + host.name());
            lines.add("addr add " + host.ipv6UplinkRouter() + "/64 dev " + host.name() + " nodad");
        }
        return lines;
    }

    private static List<String> edge() {
        List<String> lines = bridge(Stream.concat(ForwardingHost.directors(), PROXIES.stream()));
        lines.add("addr add " + EDGE + "/24 dev br0");
        lines.add("addr add " + EDGE_IPV6 + "/64 dev br0 nodad");
        return lines;
    }

    private static List<String> bridge(Stream<String> ports) {
        List<String> lines = new ArrayList<>(List.of("link add br0 type bridge", "link set br0 up"));
        ports.forEach(port -> lines.add("link set " + port + " master br0"));
        return lines;
    }

    /** Answers clients by way of the directors; reaches backends and key servers over the fabric, from its local address. */
    private static List<String> proxy(int number) {
        List<String> lines = new ArrayList<>(List.of(
                "addr add 172.31.16.1" + number + "/24 dev eth0",
                "addr add fd00:16::1" + number + "/64 dev eth0 nodad",
                "route add default via " + EDGE,
                "route add default via " + EDGE_IPV6,
                "addr add 100.64.2." + number + "/32 dev eth1",
                "addr add fd64:2::" + number + "/128 dev eth1 nodad",
                "route add 100.64.2.254 dev eth1",
                "route add 10.0.0.0/16 via 100.64.2.254 dev eth1 src 100.64.2." + number,
                "route add 172.31.20.0/23 via 100.64.2.254 dev eth1 src 100.64.2." + number,
                "route add fd64:2::fe dev eth1",
                "route add " + VPC_IPV6 + " via fd64:2::fe dev eth1 src fd64:2::" + number));
        // What the directors hand over is for the load balancers' addresses, which are ours to answer for.
        List.of(WEB_VIP, EACH_WEB_VIP).forEach(vip -> lines.add("route add local " + vip + "/32 dev lo"));
        List.of(WEB_VIP_IPV6, EACH_WEB_VIP_IPV6).forEach(vip -> lines.add("route add local " + vip + "/128 dev lo"));
        return lines;
    }

    static String keyServerAddress(String host) {
        return "172.31.2" + KEY_SERVERS.indexOf(host) + ".2";
    }

    private static List<String> keyServer(int index) {
        return List.of(
                "addr add 172.31.2%d.2/30 dev eth0".formatted(index),
                "route add default via 172.31.2%d.1".formatted(index));
    }

    /**
     * Inside goes by destination; outside goes by source: a public address straight out, an address with an EIP at
     * border2 that way, all else by border1.
     */
    private static List<String> fabric() {
        List<String> lines = new ArrayList<>(List.of(
                "addr add 192.0.2.10/30 dev router",
                "addr add 172.31.20.1/30 dev keyserver",
                "addr add 172.31.21.1/30 dev keyserver2",
                "addr add 203.0.113.1/32 dev ecs5p",
                "route add " + ECS4_PUBLIC + " dev ecs4",
                "route add " + ECS5_PUBLIC + " dev ecs5p",
                "route add default via 192.0.2.9 table 100",
                "rule add pref 100 lookup main suppress_prefixlength 0",
                "rule add pref 101 from 203.0.113.0/24 lookup 100",
                "rule add pref 102 from " + ECS2 + " lookup " + BirdConfig.TABLE_OF_BORDER2));
        for (ForwardingHost host : ForwardingHost.ALL) {
            lines.add("addr add " + host.fabric() + "/30 dev " + host.name());
            lines.add("addr add " + host.ipv6Fabric() + "/64 dev " + host.name() + " nodad");
        }
        for (String ecs : ECS) {
            lines.add("addr add 10.0.0.1/32 dev " + ecs);
            lines.add("addr add 2001:db8:10::1/128 dev " + ecs + " nodad");
            lines.add("route add 10.0.0.1" + number(ecs, "ecs") + " dev " + ecs);
            lines.add("route add 2001:db8:10::1" + number(ecs, "ecs") + " dev " + ecs);
        }
        for (String proxy : PROXIES) {
            lines.add("addr add 100.64.2.254/32 dev " + proxy);
            lines.add("addr add fd64:2::fe/128 dev " + proxy + " nodad");
            lines.add("route add 100.64.2." + number(proxy, "proxy") + " dev " + proxy);
            lines.add("route add fd64:2::" + number(proxy, "proxy") + " dev " + proxy);
        }
        return lines;
    }

    private static List<String> ecs(int number) {
        List<String> lines = new ArrayList<>(List.of(
                "addr add 10.0.0.1" + number + "/32 dev eth0",
                "route add 10.0.0.1 dev eth0",
                "route add default via 10.0.0.1 dev eth0 src 10.0.0.1" + number));
        lines.addAll(ecsIpv6(number));
        return lines;
    }

    private static List<String> ecsIpv6(int number) {
        return List.of(
                "addr add 2001:db8:10::1" + number + "/128 dev eth0 nodad",
                "route add 2001:db8:10::1 dev eth0",
                "route add default via 2001:db8:10::1 dev eth0 src 2001:db8:10::1" + number);
    }

    /** Bandwidth bought with the instance: what it opens itself goes out from its public address. */
    private static List<String> ecs4() {
        List<String> lines = new ArrayList<>(List.of(
                "addr add 10.0.0.14/32 dev eth0",
                "addr add " + ECS4_PUBLIC + "/32 dev eth0",
                "route add 10.0.0.1 dev eth0",
                "route add 10.0.0.0/16 via 10.0.0.1 dev eth0 src 10.0.0.14",
                "route add default via 10.0.0.1 dev eth0 src " + ECS4_PUBLIC));
        lines.addAll(ecsIpv6(4));
        return lines;
    }

    /** Legacy: the default route leads over the public interface, so replies to the directors show there too. */
    private static List<String> ecs5() {
        List<String> lines = new ArrayList<>(List.of(
                "addr add 10.0.0.15/32 dev eth0",
                "addr add " + ECS5_PUBLIC + "/32 dev eth1",
                "route add 10.0.0.1 dev eth0",
                "route add 10.0.0.0/16 via 10.0.0.1 dev eth0 src 10.0.0.15",
                "route add 203.0.113.1 dev eth1",
                "route add default via 203.0.113.1 dev eth1 src " + ECS5_PUBLIC));
        lines.addAll(ecsIpv6(5));
        return lines;
    }

    /**
     * All addresses of a host. Not asked of the system: Java reads IPv6 addresses from {@code /proc/net}, which is that
     * of the process's first thread, whatever namespace the asking thread is in.
     */
    static List<String> addresses(String host) {
        return configuration(host).stream()
                .filter(line -> line.startsWith("addr add "))
                .map(line -> line.substring("addr add ".length(), line.indexOf('/')))
                .toList();
    }

    static boolean forwards(String host) {
        return ForwardingHost.named(host).isPresent() || spreads(host);
    }

    /** Whether flows are spread there over several next hops. */
    static boolean spreads(String host) {
        return List.of("router", "fabric", "edge").contains(host);
    }

    private Topology() {}
}
