package io.turnpike.standalone.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the routing daemon of a lab host (BIRD 2) is told: BGP with BFD on every link between a forwarding node and
 * those that send it packets.
 *
 * <p>Directors announce the VIPs to the router, all alike, so that flows are spread over them; to the fabric each
 * announces its own local addresses, and those of its peers as a backup; to the proxies' network the way back to clients.
 * Borders share no sessions, so that an EIP has one border at a time: each announces its own ones, and the other's as a
 * backup; routed IPv6, which they do not translate, is spread over both by the same hash in both directions.
 *
 * <p>All of a node's announcements come and go with its protocols {@code announced4} and {@code announced6}, which are
 * off at the start: the node's watchdog puts them on when the node is fit.
 */
final class BirdConfig {
    /** On the fabric: routes of what goes out by border2, as long as there is one. */
    static final int TABLE_OF_BORDER2 = 102;

    private static final String VIPS = "203.0.113.8/29";
    private static final String IPV6_VIPS = "2001:db8:5::/64";
    private static final String NAT_EIPS = "203.0.113.24/29";
    private static final String MORE_NAT_EIPS = "203.0.113.32/29";
    private static final String BOUND_EIPS = "203.0.113.16/29";
    private static final String ANYWHERE = "0.0.0.0/0";
    private static final String IPV6_ANYWHERE = "::/0";
    private static final int FIRST_CHOICE = 0;
    private static final int BACKUP = 100;

    private static final int ROUTER_AS = 64500;
    private static final int DIRECTORS_AS = 64501;
    private static final int BORDERS_AS = 64502;
    private static final int FABRIC_AS = 64510;
    private static final int EDGE_AS = 64520;

    private static final String LEARN = """
            protocol kernel { merge paths yes limit 16; ipv4 { export where source = RTS_BGP; }; }
            protocol kernel { merge paths yes limit 16; ipv6 { export where source = RTS_BGP; }; }
            """;

    /** Of the same routes those of border2 go first in a table of their own. */
    private static final String BORDER2_FIRST = """
            ipv4 table border2;
            protocol pipe {
              table master4;
              peer table border2;
              import none;
              export filter { if proto = "to_border2" then bgp_local_pref = 200; accept; };
            }
            protocol kernel { kernel table %d; ipv4 { table border2; export where net = 0.0.0.0/0; }; }
            """.formatted(TABLE_OF_BORDER2);

    private final StringBuilder text;

    private BirdConfig(String routerId, int ownAs) {
        text = new StringBuilder("""
            log stderr { info, warning, error, fatal, bug, auth };
            router id %s;
            protocol device { scan time 2; }
            protocol bfd {
              interface "*" { min rx interval 100 ms; min tx interval 100 ms; idle tx interval 500 ms; multiplier 5; };
            }
            template bgp on_a_link {
              local as %d;
              direct;
              bfd on;
              hold time 9;
              keepalive time 3;
              connect delay time 1;
              connect retry time 1;
              error wait time 1, 2;
              error forget time 1;
            }
            """.formatted(routerId, ownAs));
    }

    /** Hosts that have a routing daemon. */
    static List<String> hosts() {
        return Stream.concat(
                        Stream.of("router", "fabric", "edge"),
                        ForwardingHost.ALL.stream().map(ForwardingHost::name))
                .toList();
    }

    static String of(String host) {
        BirdConfig config = switch (host) {
            case "router" -> router();
            case "fabric" -> fabric();
            case "edge" -> edge();
            default -> forwarding(ForwardingHost.named(host).orElseThrow());
        };
        return config.text.toString();
    }

    private static BirdConfig router() {
        BirdConfig config = new BirdConfig("192.0.2.9", ROUTER_AS);
        config.text.append(LEARN);
        ForwardingHost.ALL.forEach(host -> config.learnFrom(host, host.uplink()));
        return config;
    }

    private static BirdConfig fabric() {
        BirdConfig config = new BirdConfig("192.0.2.10", FABRIC_AS);
        config.text.append(LEARN).append(BORDER2_FIRST);
        ForwardingHost.ALL.forEach(host -> config.learnFrom(host, host.downlink()));
        return config;
    }

    private static BirdConfig edge() {
        BirdConfig config = new BirdConfig(Topology.EDGE, EDGE_AS);
        config.text.append(LEARN);
        ForwardingHost.ALL.stream()
                .filter(ForwardingHost::isDirector)
                .forEach(director -> config.learnFrom(director, director.edgeAddress()));
        return config;
    }

    private static BirdConfig forwarding(ForwardingHost host) {
        BirdConfig config = new BirdConfig(host.uplink(), asOf(host));
        if (host.isDirector()) {
            config.announceDirector(host);
        } else {
            config.announceBorder(host);
        }
        return config;
    }

    private void announceDirector(ForwardingHost director) {
        Map<String, Integer> local = new LinkedHashMap<>();
        Map<String, Integer> ipv6Local = new LinkedHashMap<>();
        for (ForwardingHost other :
                ForwardingHost.ALL.stream().filter(ForwardingHost::isDirector).toList()) {
            int preference = other.equals(director) ? FIRST_CHOICE : BACKUP;
            local.put(other.localAddresses(), preference);
            ipv6Local.put(other.ipv6LocalAddresses(), preference);
        }
        announced(4, List.of(VIPS, ANYWHERE), local);
        announced(6, List.of(IPV6_VIPS, IPV6_ANYWHERE), ipv6Local);
        toRouter(director, Map.of(VIPS, FIRST_CHOICE), Map.of(IPV6_VIPS, FIRST_CHOICE));
        toFabric(director, local, ipv6Local);
        announceTo(
                "edge",
                Topology.EDGE,
                EDGE_AS,
                Map.of(ANYWHERE, FIRST_CHOICE),
                director.ipv6EdgeAddress(),
                Map.of(IPV6_ANYWHERE, FIRST_CHOICE));
    }

    private void announceBorder(ForwardingHost border) {
        boolean isFirst = border.name().equals("border1");
        int nat = isFirst ? FIRST_CHOICE : BACKUP;
        int bound = isFirst ? BACKUP : FIRST_CHOICE;
        Map<String, Integer> eips = new LinkedHashMap<>(Map.of(BOUND_EIPS, bound));
        eips.put(NAT_EIPS, nat);
        eips.put(MORE_NAT_EIPS, nat);
        announced(4, List.of(ANYWHERE), eips);
        announced(6, List.of(IPV6_ANYWHERE), Map.of(Topology.VPC_IPV6, FIRST_CHOICE));
        toRouter(border, eips, Map.of(Topology.VPC_IPV6, FIRST_CHOICE));
        toFabric(border, Map.of(ANYWHERE, nat), Map.of(IPV6_ANYWHERE, FIRST_CHOICE));
    }

    private void announced(int family, List<String> some, Map<String, Integer> more) {
        text.append("protocol static announced%d {\n  disabled;\n  ipv%d;\n".formatted(family, family));
        List<String> prefixes = new ArrayList<>(some);
        prefixes.addAll(more.keySet());
        prefixes.forEach(prefix -> text.append("  route " + prefix + " blackhole;\n"));
        text.append("}\n");
    }

    private void learnFrom(ForwardingHost host, String address) {
        text.append("""
                protocol bgp to_%s from on_a_link {
                  neighbor %s as %d;
                  ipv4 { import all; export none; };
                  ipv6 { import all; export none; };
                }
                """.formatted(host.name(), address, asOf(host)));
    }

    private void toRouter(ForwardingHost host, Map<String, Integer> ipv4, Map<String, Integer> ipv6) {
        announceTo("router", host.uplinkRouter(), ROUTER_AS, ipv4, host.ipv6Uplink(), ipv6);
    }

    private void toFabric(ForwardingHost host, Map<String, Integer> ipv4, Map<String, Integer> ipv6) {
        announceTo("fabric", host.fabric(), FABRIC_AS, ipv4, host.ipv6Downlink(), ipv6);
    }

    /** Prefixes with their preference (MED, the lower the better). */
    private void announceTo(
            String peer,
            String address,
            int peerAs,
            Map<String, Integer> ipv4,
            String ipv6NextHop,
            Map<String, Integer> ipv6) {
        text.append("""
                protocol bgp to_%s from on_a_link {
                  neighbor %s as %d;
                  ipv4 { import none; export filter { %sreject; }; };
                  ipv6 { import none; next hop address %s; export filter { %sreject; }; };
                }
                """.formatted(peer, address, peerAs, filter(ipv4), ipv6NextHop, filter(ipv6)));
    }

    private static String filter(Map<String, Integer> preferences) {
        StringBuilder filter = new StringBuilder();
        preferences.forEach((prefix, preference) ->
                filter.append("if net = " + prefix + " then { bgp_med = " + preference + "; accept; } "));
        return filter.toString();
    }

    private static int asOf(ForwardingHost host) {
        return host.isDirector() ? DIRECTORS_AS : BORDERS_AS;
    }
}
