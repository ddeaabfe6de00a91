package io.turnpike.bench.l4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnpike.bench.Figure;
import io.turnpike.node.role.Role.Hook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TCP through the director under tc, and through its peers, with all offloads on; the same client and server for all. */
final class TcpRace {
    private static final int CONNECTIONS = 32;
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Contender, Site> sites = new EnumMap<>(Contender.class);
    private final Map<Contender, List<Double>> streams = new EnumMap<>(Contender.class);
    private final Map<Contender, List<Double>> connections = new EnumMap<>(Contender.class);
    private final Director director;

    private enum Contender {
        TC(Site.VIP),
        NFT(Site.VIP),
        ROUTING(Site.SERVER),
        HAPROXY(Site.VIP);

        /** Where the client finds the server. */
        private final String address;

        Contender(String address) {
            this.address = address;
        }
    }

    private TcpRace(Scope scope, Effort effort) throws IOException {
        for (Contender contender : Contender.values()) {
            Site site = Site.open(scope, "t" + contender.name().toLowerCase(Locale.ROOT));
            sites.put(contender, site);
            streams.put(contender, new ArrayList<>());
            connections.put(contender, new ArrayList<>());
            site.features("tx", "on", "tso", "on", "gso", "on", "gro", "on");
            site.server().start("iperf3", "-4", "-s", "-p", String.valueOf(Director.TCP_PORT));
            scope.add(HaProxy.webServer(site));
        }
        for (Site site : sites.values()) {
            site.server().awaitListener(Director.TCP_PORT);
            site.server().awaitListener(Director.WEB_PORT);
        }
        director = new Director(site(Contender.TC), effort.sessions()).attach(scope, Hook.TC);
        Nftables.start(site(Contender.NFT));
        scope.add(HaProxy.forwarder(site(Contender.HAPROXY)));
        site(Contender.HAPROXY).forwarder().awaitListener(Director.WEB_PORT);
    }

    static List<Figure> run(Effort effort) throws IOException {
        try (Scope scope = new Scope()) {
            TcpRace race = new TcpRace(scope, effort);
            for (int run = 0; run < effort.runs(); run++) {
                race.round(effort.streamSeconds());
            }
            return race.figures();
        }
    }

    private void round(int seconds) throws IOException {
        for (Contender contender : Contender.values()) {
            streams(contender).add(stream(contender, seconds));
        }
        for (Contender contender : Contender.values()) {
            connections(contender).add(connections(contender, seconds));
        }
        director.report();
    }

    /** Bits per second that arrive, of one stream. */
    private double stream(Contender contender, int seconds) throws IOException {
        String answer = site(contender)
                .client()
                .run(
                        "iperf3",
                        "-J",
                        "-c",
                        contender.address,
                        "-p",
                        String.valueOf(Director.TCP_PORT),
                        "-t",
                        String.valueOf(seconds));
        JsonNode rate = JSON.readTree(answer).at("/end/sum_received/bits_per_second");
        if (rate.isMissingNode()) {
            throw new IOException("iperf3 did not tell a rate through " + contender + ": " + answer);
        }
        return rate.doubleValue();
    }

    /** Connections per second, each opened, asked one question and closed. */
    private double connections(Contender contender, int seconds) throws IOException {
        String answer = site(contender)
                .client()
                .run(
                        "wrk",
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + seconds,
                        "-H",
                        "Connection: close",
                        "http://" + contender.address + ":" + Director.WEB_PORT + "/");
        Matcher rate = RATE.matcher(answer);
        if (!rate.find()) {
            throw new IOException("wrk did not tell a rate: " + answer);
        }
        return Double.parseDouble(rate.group(1));
    }

    private Site site(Contender contender) throws IOException {
        Site site = sites.get(contender);
        if (site == null) {
            throw new IOException("no site for " + contender);
        }
        return site;
    }

    private List<Figure> figures() {
        return List.of(
                stream(Contender.NFT, "tc_tcp_vs_nft", "nftables"),
                stream(Contender.ROUTING, "tc_tcp_vs_routing", "routing"),
                stream(Contender.HAPROXY, "tc_tcp_vs_haproxy", "haproxy"),
                connection(Contender.HAPROXY, "tc_conn_vs_haproxy", "haproxy"),
                connection(Contender.ROUTING, "tc_conn_vs_routing", "routing"));
    }

    private Figure stream(Contender peer, String metric, String baseline) {
        return new Runs(streams(Contender.TC)).rateBeside(new Runs(streams(peer)), metric, "bit/s", baseline);
    }

    private Figure connection(Contender peer, String metric, String baseline) {
        return new Runs(connections(Contender.TC))
                .rateBeside(new Runs(connections(peer)), metric, "connections/s", baseline);
    }

    private List<Double> streams(Contender contender) {
        return streams.getOrDefault(contender, List.of());
    }

    private List<Double> connections(Contender contender) {
        return connections.getOrDefault(contender, List.of());
    }
}
