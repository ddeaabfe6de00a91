package io.turnpike.bench.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.bench.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class L4BenchIT {
    private static final Effort TINY = new Effort(1, 0.01, 1, 1 << 16, 10_000, 10_000);

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Test
    @EnabledIf("isRoot")
    void shouldMeasureEveryFigure() throws IOException {
        List<Figure> figures = L4Bench.run(TINY);
        assertThat(figures)
                .extracting(Figure::metric)
                .containsExactly(
                        "xdp_udp_cpu_vs_nft_1",
                        "xdp_udp_cpu_vs_nft_10k",
                        "xdp_udp_pps_share_1",
                        "xdp_udp_pps_share_10k",
                        "tc_udp_pps_vs_nft",
                        "tc_tcp_vs_nft",
                        "tc_tcp_vs_routing",
                        "tc_tcp_vs_haproxy",
                        "tc_conn_vs_haproxy",
                        "tc_conn_vs_routing",
                        "testrun_multiple_1",
                        "testrun_multiple_1k",
                        "testrun_multiple_100k",
                        "session_bytes",
                        "sync_sessions_per_second",
                        "syn_flood_pps_vs_nft",
                        "translated_cost_multiple",
                        "conn_under_flood_share");
        assertThat(figures)
                .allSatisfy(figure -> assertThat(figure.value() == null).isEqualTo(figure.reason() != null))
                .filteredOn(figure -> figure.value() != null)
                .hasSize(15)
                .allSatisfy(figure -> {
                    assertThat(figure.value()).isPositive();
                    assertThat(figure.min()).isPositive();
                    assertThat(figure.goal()).isNotNull();
                });
        assertThat(namespaces()).isEmpty();
    }

    private static List<String> namespaces() throws IOException {
        String own = "tpbench-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of("/run/netns"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(own))
                    .toList();
        }
    }
}
