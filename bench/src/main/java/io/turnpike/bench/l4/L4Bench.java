package io.turnpike.bench.l4;

import io.turnpike.bench.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code bench l4}. Needs root. */
public final class L4Bench {
    private static final Map<String, String> UDP_GOALS = goals(
            "xdp_udp_cpu_vs_nft_1", ">= 9 times",
            "xdp_udp_cpu_vs_nft_10k", ">= 5 times",
            "xdp_udp_pps_share_1", ">= 0.6 times",
            "xdp_udp_pps_share_10k", ">= 0.4 times",
            "tc_udp_pps_vs_nft", ">= 1.4 times");
    private static final Map<String, String> TCP_GOALS = goals(
            "tc_tcp_vs_nft", ">= 1.0 times",
            "tc_tcp_vs_routing", ">= 0.97 times",
            "tc_tcp_vs_haproxy", ">= 2.2 times",
            "tc_conn_vs_haproxy", ">= 1.8 times",
            "tc_conn_vs_routing", ">= 0.95 times");
    private static final Map<String, String> TEST_RUN_GOALS =
            goals("testrun_multiple_1", "<= 4", "testrun_multiple_1k", "<= 4.5", "testrun_multiple_100k", "<= 9");
    private static final Map<String, String> MEMORY_GOALS = goals("session_bytes", "<= 384");
    private static final Map<String, String> SYNC_GOALS = goals("sync_sessions_per_second", ">= 300000");
    private static final List<String> LATER =
            List.of("syn_flood_pps_vs_nft", "translated_cost_multiple", "conn_under_flood_share");

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
        figures.addAll(measure(UDP_GOALS, () -> UdpRace.run(effort)));
        figures.addAll(measure(TCP_GOALS, () -> TcpRace.run(effort)));
        figures.addAll(measure(TEST_RUN_GOALS, () -> TestRuns.run(effort)));
        figures.addAll(measure(MEMORY_GOALS, () -> List.of(SessionMemory.measure(effort))));
        figures.addAll(measure(SYNC_GOALS, () -> List.of(SyncRate.measure(effort))));
        LATER.forEach(metric -> figures.add(Figure.missing(Runs.BENCH, metric, "not built yet")));
        return figures;
    }

    private interface Measurement {
        List<Figure> run() throws IOException;
    }

    /** One part that fails, fails alone. */
    private static List<Figure> measure(Map<String, String> goals, Measurement measurement) {
        try {
            return measurement.run().stream()
                    .map(figure -> figure.withGoal(goals.get(figure.metric())))
                    .toList();
        } catch (IOException | RuntimeException e) {
            return goals.keySet().stream()
                    .map(metric -> Figure.missing(Runs.BENCH, metric, String.valueOf(e.getMessage())))
                    .toList();
        }
    }

    /** Of metrics, in their order. */
    private static Map<String, String> goals(String... metricsAndGoals) {
        Map<String, String> goals = new LinkedHashMap<>();
        for (int i = 0; i < metricsAndGoals.length; i += 2) {
            goals.put(metricsAndGoals[i], metricsAndGoals[i + 1]);
        }
        return goals;
    }
}
