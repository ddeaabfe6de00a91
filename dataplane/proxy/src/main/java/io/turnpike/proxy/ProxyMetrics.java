package io.turnpike.proxy;

import java.util.concurrent.atomic.LongAdder;

/** What the proxy counts; written by event loops, read by whoever asks for /metrics. */
final class ProxyMetrics {
    final LongAdder connections = new LongAdder();
    final LongAdder openConnections = new LongAdder();
    final LongAdder refusals = new LongAdder();
    final LongAdder upstreamConnects = new LongAdder();
    final LongAdder upstreamReuses = new LongAdder();
    final LongAdder upstreamErrors = new LongAdder();
    final LongAdder upstreamTimeouts = new LongAdder();
    final LongAdder upstreamRetries = new LongAdder();
    final LongAdder upstreamOpen = new LongAdder();
    final LongAdder upstreamIdle = new LongAdder();
    /** By the first digit of the status, from 1. */
    private final LongAdder[] responses = {
        new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()
    };

    void responded(int status) {
        responses[status / 100 - 1].increment();
    }

    long responses(int statusClass) {
        return responses[statusClass - 1].sum();
    }

    /** In the text format of Prometheus. */
    String text() {
        StringBuilder out = new StringBuilder();
        metric(out, "connections_total", "counter", connections);
        metric(out, "connections_open", "gauge", openConnections);
        out.append("# TYPE turnpike_proxy_requests_total counter\n");
        for (int i = 1; i < responses.length; i++) {
            out.append("turnpike_proxy_requests_total{class=\"%dxx\"} %d\n".formatted(i + 1, responses[i].sum()));
        }
        metric(out, "refused_requests_total", "counter", refusals);
        metric(out, "upstream_connections_total", "counter", upstreamConnects);
        metric(out, "upstream_reuses_total", "counter", upstreamReuses);
        metric(out, "upstream_errors_total", "counter", upstreamErrors);
        metric(out, "upstream_timeouts_total", "counter", upstreamTimeouts);
        metric(out, "upstream_retries_total", "counter", upstreamRetries);
        metric(out, "upstream_connections_open", "gauge", upstreamOpen);
        metric(out, "upstream_connections_idle", "gauge", upstreamIdle);
        return out.toString();
    }

    private static void metric(StringBuilder out, String name, String type, LongAdder value) {
        out.append("# TYPE turnpike_proxy_%s %s\nturnpike_proxy_%s %d\n".formatted(name, type, name, value.sum()));
    }
}
