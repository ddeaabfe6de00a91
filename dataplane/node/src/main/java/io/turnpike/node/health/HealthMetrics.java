package io.turnpike.node.health;

import io.turnpike.node.metrics.PrometheusText;
import io.turnpike.node.metrics.PrometheusText.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** The health of servers in the text format of Prometheus. */
final class HealthMetrics {
    private static final Comparator<ServerKey> ORDER = Comparator.comparing(ServerKey::balancer)
            .thenComparingInt(ServerKey::protocolIdentifier)
            .thenComparingInt(ServerKey::port)
            .thenComparing(key -> key.server().toString());

    private HealthMetrics() {}

    static String text(Map<ServerKey, ServerStatus> statuses, Set<ServerKey> draining, ProbeCounts counts) {
        Map<ServerKey, ServerStatus> sorted = new TreeMap<>(ORDER);
        sorted.putAll(statuses);
        PrometheusText text = new PrometheusText();
        listeners(text, "HealthyServerCount", "Servers that get new sessions.", sorted, HealthMetrics::up);
        // The name that CloudMonitor has for it, to the letter.
        listeners(text, "HeathyServerCount", "The same as HealthyServerCount.", sorted, HealthMetrics::up);
        listeners(text, "UnhealthyServerCount", "Servers that get no new sessions.", sorted, status -> 1 - up(status));
        servers(text, "turnpike_node_server_up", "1 if it gets new sessions.", sorted, HealthMetrics::up);
        servers(
                text,
                "turnpike_node_server_share_permille",
                "Of its weight, as it starts slowly.",
                sorted,
                ServerStatus::permille);
        text.gauge("turnpike_node_servers_draining", "Servers whose sessions are let go.")
                .sample(List.of(), draining.size());
        return text + probes(counts);
    }

    private static int up(ServerStatus status) {
        return status.up() ? 1 : 0;
    }

    private static void listeners(
            PrometheusText text,
            String name,
            String help,
            Map<ServerKey, ServerStatus> statuses,
            ToIntFunction<ServerStatus> counted) {
        Map<List<Label>, Integer> sums = new LinkedHashMap<>();
        statuses.forEach((server, status) -> sums.merge(listener(server), counted.applyAsInt(status), Integer::sum));
        text.gauge(name, help);
        sums.forEach((labels, sum) -> text.sample(labels, sum));
    }

    private static void servers(
            PrometheusText text,
            String name,
            String help,
            Map<ServerKey, ServerStatus> statuses,
            ToIntFunction<ServerStatus> value) {
        text.gauge(name, help);
        statuses.forEach((server, status) -> {
            List<Label> labels = new ArrayList<>(listener(server));
            labels.add(new Label("server", server.server().toString()));
            text.sample(labels, value.applyAsInt(status));
        });
    }

    private static List<Label> listener(ServerKey server) {
        return List.of(
                new Label("resource", server.balancer()),
                new Label("protocol", server.protocolIdentifier() == 17 ? "UDP" : "TCP"),
                new Label("port", Integer.toString(server.port())));
    }

    private static String probes(ProbeCounts counts) {
        return """
                # TYPE turnpike_node_probes_total counter
                turnpike_node_probes_total{outcome="good"} %d
                turnpike_node_probes_total{outcome="bad"} %d
                turnpike_node_probes_total{outcome="not_sent"} %d
                # TYPE turnpike_node_health_messages_unreadable_total counter
                turnpike_node_health_messages_unreadable_total %d
                """.formatted(counts.good(), counts.bad(), counts.notSent(), counts.unreadable());
    }
}
