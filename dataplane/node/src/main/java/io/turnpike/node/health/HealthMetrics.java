package io.turnpike.node.health;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

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
        return listeners("HealthyServerCount", sorted, status -> status.up() ? 1 : 0)
                + listeners("UnhealthyServerCount", sorted, status -> status.up() ? 0 : 1)
                + servers("turnpike_node_server_up", sorted, status -> status.up() ? 1 : 0)
                + servers("turnpike_node_server_share_permille", sorted, ServerStatus::permille)
                + "# TYPE turnpike_node_servers_draining gauge\nturnpike_node_servers_draining " + draining.size()
                + "\n"
                + probes(counts);
    }

    private static String listeners(
            String name, Map<ServerKey, ServerStatus> statuses, ToIntFunction<ServerStatus> counted) {
        Map<String, Integer> sums = new TreeMap<>();
        statuses.forEach((server, status) -> sums.merge(listener(server), counted.applyAsInt(status), Integer::sum));
        return "# TYPE " + name + " gauge\n"
                + sums.entrySet().stream()
                        .map(sum -> name + "{" + sum.getKey() + "} " + sum.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private static String servers(
            String name, Map<ServerKey, ServerStatus> statuses, ToIntFunction<ServerStatus> value) {
        StringBuilder text = new StringBuilder("# TYPE " + name + " gauge\n");
        statuses.forEach((server, status) -> text.append(name)
                .append("{%s,server=\"%s\"} %d\n"
                        .formatted(listener(server), server.server(), value.applyAsInt(status))));
        return text.toString();
    }

    private static String listener(ServerKey server) {
        return "resource=\"%s\",protocol=\"%s\",port=\"%d\""
                .formatted(server.balancer(), server.protocolIdentifier() == 17 ? "UDP" : "TCP", server.port());
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
