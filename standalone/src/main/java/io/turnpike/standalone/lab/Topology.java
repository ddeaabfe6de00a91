package io.turnpike.standalone.lab;

import java.util.List;

/**
 * The hosts and links of the lab. Addresses are those reserved for documentation (RFC 5737) on the Internet side, RFC
 * 6598 for the directors' local addresses and RFC 1918 inside.
 *
 * <pre>
 *  client1 --- router --- director1 --- fabric --- ecs1 ecs2 ecs4 ecs5 ecs6
 *                 |  \--- border1 ------/ |
 *                 \-----------------------/   (public addresses that ECS instances own)
 * </pre>
 */
final class Topology {
    static final String CLIENT = "198.51.100.11";
    static final String VIP = "203.0.113.10";
    static final String EIP = "203.0.113.20";
    static final String ECS4_PUBLIC = "203.0.113.40";
    static final String ECS5_PUBLIC = "203.0.113.50";

    static final List<String> HOSTS =
            List.of("client1", "router", "director1", "border1", "fabric", "ecs1", "ecs2", "ecs4", "ecs5", "ecs6");
    static final List<String> SERVERS = List.of("ecs1", "ecs2", "ecs4", "ecs5", "ecs6");

    static final List<Link> LINKS = List.of(
            new Link("client1", "eth0", "router", "client1", 101),
            new Link("director1", "eth0", "router", "director1", 103),
            new Link("border1", "eth0", "router", "border1", 105),
            new Link("fabric", "router", "router", "fabric", 107),
            new Link("director1", "eth1", "fabric", "director1", 109),
            new Link("border1", "eth1", "fabric", "border1", 111),
            new Link("ecs1", "eth0", "fabric", "ecs1", 113),
            new Link("ecs2", "eth0", "fabric", "ecs2", 115),
            new Link("ecs4", "eth0", "fabric", "ecs4", 117),
            new Link("ecs5", "eth0", "fabric", "ecs5", 119),
            new Link("ecs5", "eth1", "fabric", "ecs5p", 121),
            new Link("ecs6", "eth0", "fabric", "ecs6", 123));

    /**
     * A virtual cable.
     *
     * @param index interface index of the first end, one more for the second: unique over all hosts, since a node that
     *     attaches at both ends of a link tells them apart by it
     */
    record Link(String host, String name, String peerHost, String peerName, int index) {}

    /** Addresses and routes of a host, as commands of {@code ip}. */
    static List<String> configuration(String host) {
        return switch (host) {
            case "client1" -> List.of("addr add 198.51.100.11/24 dev eth0", "route add default via 198.51.100.1");
            case "router" -> router();
            case "director1" ->
                List.of(
                        "addr add 192.0.2.2/30 dev eth0",
                        "addr add 172.31.1.2/30 dev eth1",
                        "route add default via 192.0.2.1",
                        "route add 10.0.0.0/16 via 172.31.1.1");
            case "border1" ->
                List.of(
                        "addr add 192.0.2.6/30 dev eth0",
                        "addr add 172.31.2.2/30 dev eth1",
                        "route add default via 192.0.2.5",
                        "route add 10.0.0.0/16 via 172.31.2.1");
            case "fabric" -> fabric();
            case "ecs1" -> ecs("10.0.0.11");
            case "ecs2" -> ecs("10.0.0.12");
            case "ecs4" -> ecs4();
            case "ecs5" -> ecs5();
            case "ecs6" -> ecs("10.0.0.16");
            default -> throw new IllegalArgumentException("no host " + host);
        };
    }

    private static List<String> router() {
        return List.of(
                "addr add 198.51.100.1/24 dev client1",
                "addr add 192.0.2.1/30 dev director1",
                "addr add 192.0.2.5/30 dev border1",
                "addr add 192.0.2.9/30 dev fabric",
                "route add " + VIP + " via 192.0.2.2",
                "route add " + EIP + " via 192.0.2.6",
                "route add " + ECS4_PUBLIC + " via 192.0.2.10",
                "route add " + ECS5_PUBLIC + " via 192.0.2.10");
    }

    /** Inside goes by destination; outside goes by source: a public address straight out, all else by the border. */
    private static List<String> fabric() {
        return List.of(
                "addr add 192.0.2.10/30 dev router",
                "addr add 172.31.1.1/30 dev director1",
                "addr add 172.31.2.1/30 dev border1",
                "addr add 10.0.0.1/32 dev ecs1",
                "addr add 10.0.0.1/32 dev ecs2",
                "addr add 10.0.0.1/32 dev ecs4",
                "addr add 10.0.0.1/32 dev ecs5",
                "addr add 10.0.0.1/32 dev ecs6",
                "addr add 203.0.113.1/32 dev ecs5p",
                "route add 10.0.0.11 dev ecs1",
                "route add 10.0.0.12 dev ecs2",
                "route add 10.0.0.14 dev ecs4",
                "route add " + ECS4_PUBLIC + " dev ecs4",
                "route add 10.0.0.15 dev ecs5",
                "route add " + ECS5_PUBLIC + " dev ecs5p",
                "route add 10.0.0.16 dev ecs6",
                "route add 100.64.1.0/24 via 172.31.1.2",
                "route add default via 172.31.2.2",
                "route add default via 192.0.2.9 table 100",
                "rule add pref 100 lookup main suppress_prefixlength 0",
                "rule add pref 101 from 203.0.113.0/24 lookup 100");
    }

    private static List<String> ecs(String address) {
        return List.of(
                "addr add " + address + "/32 dev eth0",
                "route add 10.0.0.1 dev eth0",
                "route add default via 10.0.0.1 dev eth0 src " + address);
    }

    /** Bandwidth bought with the instance: what it opens itself goes out from its public address. */
    private static List<String> ecs4() {
        return List.of(
                "addr add 10.0.0.14/32 dev eth0",
                "addr add " + ECS4_PUBLIC + "/32 dev eth0",
                "route add 10.0.0.1 dev eth0",
                "route add 10.0.0.0/16 via 10.0.0.1 dev eth0 src 10.0.0.14",
                "route add default via 10.0.0.1 dev eth0 src " + ECS4_PUBLIC);
    }

    /** Legacy: the default route leads over the public interface, so replies to the directors show there too. */
    private static List<String> ecs5() {
        return List.of(
                "addr add 10.0.0.15/32 dev eth0",
                "addr add " + ECS5_PUBLIC + "/32 dev eth1",
                "route add 10.0.0.1 dev eth0",
                "route add 10.0.0.0/16 via 10.0.0.1 dev eth0 src 10.0.0.15",
                "route add 203.0.113.1 dev eth1",
                "route add default via 203.0.113.1 dev eth1 src " + ECS5_PUBLIC);
    }

    static boolean forwards(String host) {
        return List.of("router", "director1", "border1", "fabric").contains(host);
    }

    private Topology() {}
}
