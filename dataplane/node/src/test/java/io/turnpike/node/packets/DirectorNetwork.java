package io.turnpike.node.packets;

import java.util.List;
import org.jspecify.annotations.NullMarked;

/** The links, routes and neighbours of a director between clients (eth0) and servers (eth1). */
@NullMarked
final class DirectorNetwork {
    private static final String ROUTER_MAC = "02:00:00:00:00:01";
    private static final String FABRIC_MAC = "02:00:00:00:00:02";

    private DirectorNetwork() {}

    static TestNamespace namespace() {
        return new TestNamespace(
                List.of("eth0", "eth1"),
                List.of(
                        "addr add 192.0.2.2/30 dev eth0",
                        "addr add 172.31.1.2/30 dev eth1",
                        "route add default via 192.0.2.1",
                        "route add 10.0.0.0/16 via 172.31.1.1",
                        "addr add 2001:db8:f:1::2/64 dev eth0 nodad",
                        "addr add fd00:1::2/64 dev eth1 nodad",
                        "route add default via 2001:db8:f:1::1",
                        "route add 2001:db8:10::/64 via fd00:1::1",
                        "neigh add 192.0.2.1 lladdr " + ROUTER_MAC + " dev eth0 nud permanent",
                        "neigh add 2001:db8:f:1::1 lladdr " + ROUTER_MAC + " dev eth0 nud permanent",
                        "neigh add 172.31.1.1 lladdr " + FABRIC_MAC + " dev eth1 nud permanent",
                        "neigh add fd00:1::1 lladdr " + FABRIC_MAC + " dev eth1 nud permanent"));
    }
}
