package io.turnpike.bench.l4;

import io.turnpike.bench.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code bench l4}. Needs root. */
public final class L4Bench {
    private static final List<String> LATER =
            List.of("syn_flood_pps_vs_nft", "translated_cost_multiple", "conn_under_flood_share");

    private static final Map<String, String> GOALS = Map.ofEntries(
            Map.entry("xdp_udp_cpu_vs_nft_1", ">= 9 times"),
            Map.entry("xdp_udp_cpu_vs_nft_10k", ">= 5 times"),
            Map.entry("xdp_udp_pps_share_1", ">= 0.6 times"),
            Map.entry("xdp_udp_pps_share_10k", ">= 0.4 times"),
            Map.entry("tc_udp_pps_vs_nft", ">= 1.4 times"),
            Map.entry("tc_tcp_vs_nft", ">= 1.0 times"),
            Map.entry("tc_tcp_vs_routing", ">= 0.97 times"),
            Map.entry("tc_tcp_vs_haproxy", ">= 2.2 times"),
            Map.entry("tc_conn_vs_haproxy", ">= 1.8 times"),
            Map.entry("tc_conn_vs_routing", ">= 0.95 times"),
            Map.entry("testrun_multiple_1", "<= 4"),
            Map.entry("testrun_multiple_1k", "<= 4.5"),
            Map.entry("testrun_multiple_100k", "<= 9"),
            Map.entry("session_bytes", "<= 384 B"),
            Map.entry("sync_sessions_per_second", ">= 300000"));

    private L4Bench() {}

    public static List<Figure> run() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IOException(
                    "bench l4 makes network namespaces and loads programs into the kernel: run it as root");
        }
        return run(Effort.FULL);
    }

    static List<Figure> run(Effort effort) throws IOException {
        Host.removeLeftOvers();
        List<Figure> figures = new ArrayList<>();
        figures.addAll(UdpRace.run(effort));
        figures.addAll(TcpRace.run(effort));
        figures.addAll(TestRuns.run(effort));
        figures.add(SessionMemory.measure(effort));
        figures.add(SyncRate.measure(effort));
        LATER.forEach(metric -> figures.add(Figure.missing(Runs.BENCH, metric, "not built yet")));
        return figures.stream()
                .map(figure -> figure.withGoal(GOALS.get(figure.metric())))
                .toList();
    }
}
