package io.turnpike.bench.l4;

import io.turnpike.bench.Figure;
import io.turnpike.node.role.Role.Hook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Smallest UDP packets through the director under XDP and tc, through nftables, and into a sink in the director's place,
 * which is the generator's own cost.
 */
final class UdpRace {
    private static final int MANY_FLOWS = 10_000;
    private static final String CPU_UNIT = "ns/packet";
    private static final String RATE_UNIT = "packets/s";
    private static final String NFTABLES = "nftables";
    private static final String GENERATOR = "generator and drop";

    private final Generator generator;
    private final Map<Contender, Site> sites = new LinkedHashMap<>();
    private final Map<Contender, List<Burst>> one = new LinkedHashMap<>();
    private final Map<Contender, List<Burst>> many = new LinkedHashMap<>();

    private enum Contender {
        DROP,
        XDP,
        TC,
        NFT
    }

    private UdpRace(Scope scope, Effort effort) throws IOException {
        generator = new Generator();
        for (Contender contender : Contender.values()) {
            // Checksums are in the packets; the kernel's stack takes frames from a program only where GRO is on.
            Site site =
                    Site.open(scope, contender.name().toLowerCase(Locale.ROOT)).features("tx", "off", "gro", "on");
            sites.put(contender, site);
            one.put(contender, new ArrayList<>());
            many.put(contender, new ArrayList<>());
            start(scope, contender, site, effort);
        }
    }

    private void start(Scope scope, Contender contender, Site site, Effort effort) throws IOException {
        switch (contender) {
            case DROP -> generator.sinkAt(scope, site.forwarder(), Site.FRONT);
            case XDP -> new Director(site, effort.sessions()).attach(scope, Hook.XDP);
            case TC -> new Director(site, effort.sessions()).attach(scope, Hook.TC);
            case NFT -> Nftables.start(site);
        }
        if (contender != Contender.DROP) {
            generator.sinkAt(scope, site.server(), Site.FACE);
        }
    }

    static List<Figure> run(Effort effort) throws IOException {
        try (Scope scope = new Scope()) {
            UdpRace race = new UdpRace(scope, effort);
            for (int run = 0; run < effort.runs(); run++) {
                race.round(effort);
            }
            return race.figures();
        }
    }

    private void round(Effort effort) throws IOException {
        for (Map.Entry<Contender, Site> entry : sites.entrySet()) {
            one(entry.getKey()).add(burst(entry.getValue(), 1, effort));
            many(entry.getKey()).add(burst(entry.getValue(), MANY_FLOWS, effort));
        }
    }

    private Burst burst(Site site, int flows, Effort effort) throws IOException {
        generator.packets(Packets.udp(site.forwarder().address(Site.FRONT), Director.UDP_PORT), flows);
        return Burst.of(generator, site.client(), effort.packetSeconds());
    }

    private List<Burst> one(Contender contender) {
        return one.getOrDefault(contender, List.of());
    }

    private List<Burst> many(Contender contender) {
        return many.getOrDefault(contender, List.of());
    }

    private List<Figure> figures() {
        return List.of(
                net(one(Contender.XDP), one(Contender.DROP))
                        .costBeside(
                                net(one(Contender.NFT), one(Contender.DROP)),
                                "xdp_udp_cpu_vs_nft_1",
                                CPU_UNIT,
                                NFTABLES),
                net(many(Contender.XDP), many(Contender.DROP))
                        .costBeside(
                                net(many(Contender.NFT), many(Contender.DROP)),
                                "xdp_udp_cpu_vs_nft_10k",
                                CPU_UNIT,
                                NFTABLES),
                rate(one(Contender.XDP))
                        .rateBeside(rate(one(Contender.DROP)), "xdp_udp_pps_share_1", RATE_UNIT, GENERATOR),
                rate(many(Contender.XDP))
                        .rateBeside(rate(many(Contender.DROP)), "xdp_udp_pps_share_10k", RATE_UNIT, GENERATOR),
                rate(one(Contender.TC)).rateBeside(rate(one(Contender.NFT)), "tc_udp_pps_vs_nft", RATE_UNIT, NFTABLES));
    }

    private static Runs net(List<Burst> bursts, List<Burst> generatorAlone) {
        return cost(bursts).less(cost(generatorAlone));
    }

    private static Runs cost(List<Burst> bursts) {
        return new Runs(bursts.stream().map(Burst::nanosPerPacket).toList());
    }

    private static Runs rate(List<Burst> bursts) {
        return new Runs(bursts.stream().map(Burst::packetsPerSecond).toList());
    }
}
