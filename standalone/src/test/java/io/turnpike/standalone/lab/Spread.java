package io.turnpike.standalone.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/** How the router spreads flows over directors. */
@NullMarked
final class Spread {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Spread() {}

    /** The director to which the router sends a flow of client1. */
    static String director(String protocol, int port, String vip, int vipPort) throws IOException {
        String route = Command.run(
                Lab.inside(
                        "router",
                        List.of(
                                "ip",
                                "-j",
                                "route",
                                "get",
                                vip,
                                "from",
                                Topology.CLIENT,
                                "iif",
                                "client1",
                                "ipproto",
                                protocol,
                                "sport",
                                Integer.toString(port),
                                "dport",
                                Integer.toString(vipPort))),
                "");
        return JSON.readTree(route).path(0).path("dev").asText();
    }

    /** The first port from here on whose flow goes to that director. */
    static int portTo(String director, String protocol, int firstPort, String vip, int vipPort) {
        return IntStream.range(firstPort, firstPort + 200)
                .filter(port -> goesTo(director, protocol, port, vip, vipPort))
                .findFirst()
                .orElseThrow(() -> new AssertionError("none of 200 flows goes to " + director));
    }

    private static boolean goesTo(String director, String protocol, int port, String vip, int vipPort) {
        try {
            return director(protocol, port, vip, vipPort).equals(director);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Directors to which the router may send flows. */
    static List<String> nextHops() throws IOException {
        String routes = Command.run(
                Lab.inside("router", List.of("ip", "-j", "route", "show", "203.0.113.8/29", "proto", "bird")), "");
        var route = JSON.readTree(routes).path(0);
        return route.has("nexthops")
                ? route.path("nexthops")
                        .valueStream()
                        .map(hop -> hop.path("dev").asText())
                        .sorted()
                        .toList()
                : route.has("dev") ? List.of(route.path("dev").asText()) : List.of();
    }

    /** Octets that the router got from a director. */
    static long octetsFrom(String director) throws IOException {
        String link = Command.run(Lab.inside("router", List.of("ip", "-s", "-j", "link", "show", director)), "");
        return JSON.readTree(link)
                .path(0)
                .path("stats64")
                .path("rx")
                .path("bytes")
                .asLong();
    }
}
