package io.turnpike.standalone.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A director or border: between the router on its public side and the fabric on its private one.
 *
 * @param index tells its networks from those of the others
 * @param edge its number on the networks that directors share; 0 for a border
 */
record ForwardingHost(String name, int index, int edge) {
    static final List<ForwardingHost> ALL = List.of(
            new ForwardingHost("director1", 1, 1),
            new ForwardingHost("border1", 2, 0),
            new ForwardingHost("director2", 3, 2),
            new ForwardingHost("border2", 4, 0),
            new ForwardingHost("director3", 5, 3));

    static Stream<String> directors() {
        return ALL.stream().filter(ForwardingHost::isDirector).map(ForwardingHost::name);
    }

    static Optional<ForwardingHost> named(String name) {
        return ALL.stream().filter(host -> host.name().equals(name)).findFirst();
    }

    boolean isDirector() {
        return edge != 0;
    }

    String uplinkRouter() {
        return "192.0.2." + (uplinkNetwork() + 1);
    }

    String uplink() {
        return "192.0.2." + (uplinkNetwork() + 2);
    }

    /** The third /30 is the fabric's. */
    private int uplinkNetwork() {
        return 4 * (index <= 2 ? index - 1 : index);
    }

    String ipv6UplinkRouter() {
        return "2001:db8:f:" + index + "::1";
    }

    String ipv6Uplink() {
        return "2001:db8:f:" + index + "::2";
    }

    /** The fabric's end of the link to it. */
    String fabric() {
        return "172.31." + index + ".1";
    }

    String downlink() {
        return "172.31." + index + ".2";
    }

    String ipv6Fabric() {
        return "fd00:" + index + "::1";
    }

    String ipv6Downlink() {
        return "fd00:" + index + "::2";
    }

    /** Of a director, where it meets proxies and its peers on a network that its packet path is attached to. */
    String edgeAddress() {
        return "172.31.16." + edge;
    }

    String ipv6EdgeAddress() {
        return "fd00:16::" + edge;
    }

    /** What a director puts in place of clients' addresses; said to the registry too. */
    String localAddresses() {
        return "100.64." + localNetwork() + ".0/24";
    }

    String ipv6LocalAddresses() {
        return "fd64:" + localNetwork() + "::/120";
    }

    /** The second one is the proxies'. */
    private int localNetwork() {
        return edge == 1 ? 1 : edge + 1;
    }

    /** Addresses and routes, as commands of {@code ip}. */
    List<String> configuration() {
        List<String> lines = new ArrayList<>(List.of(
                "addr add " + uplink() + "/30 dev eth0",
                "addr add " + downlink() + "/30 dev eth1",
                "route add default via " + uplinkRouter(),
                "route add 10.0.0.0/16 via " + fabric(),
                "addr add " + ipv6Uplink() + "/64 dev eth0 nodad",
                "addr add " + ipv6Downlink() + "/64 dev eth1 nodad",
                "route add default via " + ipv6UplinkRouter(),
                "route add " + Topology.VPC_IPV6 + " via " + ipv6Fabric()));
        if (isDirector()) {
            lines.add("addr add " + edgeAddress() + "/24 dev eth2");
            lines.add("addr add " + ipv6EdgeAddress() + "/64 dev eth2 nodad");
            lines.add("addr add 172.31.17." + edge + "/24 dev eth3");
            lines.add("addr add fd00:17::" + edge + "/64 dev eth3 nodad");
        }
        return lines;
    }
}
