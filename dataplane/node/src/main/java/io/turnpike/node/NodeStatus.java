package io.turnpike.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.turnpike.collector.CollectorService;
import io.turnpike.collector.LiveUsagePublisher;
import io.turnpike.node.health.NodeHealth;
import io.turnpike.node.lease.LimitKeeper;
import io.turnpike.node.limit.LimitFollower;
import io.turnpike.node.metrics.BalancerMetrics;
import io.turnpike.node.metrics.PrometheusText;
import io.turnpike.node.route.Heartbeat.Fitness;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.sync.SessionSync;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers /health, /ready and /metrics on a loopback port. */
final class NodeStatus implements AutoCloseable {
    private final HttpServer server;
    private final Readiness readiness;
    private final CollectorService collector;
    private final SessionSource sessions;
    private final AtomicLong appliedVersion;
    private final LimitFollower limits;
    private final LimitKeeper keeper;
    private final LiveUsagePublisher live;
    private final @Nullable NodeHealth serverHealth;
    private final @Nullable BalancerMetrics balancers;
    private final @Nullable SessionSync sync;

    NodeStatus(
            int port,
            Readiness readiness,
            CollectorService collector,
            SessionSource sessions,
            AtomicLong appliedVersion,
            LimitFollower limits,
            LimitKeeper keeper,
            LiveUsagePublisher live,
            @Nullable NodeHealth serverHealth,
            @Nullable BalancerMetrics balancers,
            @Nullable SessionSync sync)
            throws IOException {
        this.readiness = readiness;
        this.collector = collector;
        this.sessions = sessions;
        this.appliedVersion = appliedVersion;
        this.limits = limits;
        this.keeper = keeper;
        this.live = live;
        this.serverHealth = serverHealth;
        this.balancers = balancers;
        this.sync = sync;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/health", this::health);
        server.createContext("/ready", this::ready);
        server.createContext("/metrics", this::metrics);
        server.start();
    }

    private void health(HttpExchange exchange) throws IOException {
        String problem = collector.spoolProblem();
        String detail = problem != null
                ? "spool: " + problem + "; octets stay in the counters"
                : appliedVersion.get() == 0
                        ? "waiting for the registry"
                        : "registry version " + appliedVersion.get() + " applied";
        answer(exchange, problem == null, detail);
    }

    private void ready(HttpExchange exchange) throws IOException {
        Readiness.State state = readiness.state();
        boolean ready = state.fitness() == Fitness.READY;
        answer(exchange, ready, ready ? "may have traffic" : state.missing());
    }

    private static void answer(HttpExchange exchange, boolean up, String detail) throws IOException {
        String body = "{\"status\":\"%s\",\"detail\":\"%s\"}"
                .formatted(up ? "UP" : "DOWN", detail.replace("\\", "\\\\").replace("\"", "\\\""));
        answer(exchange, up ? 200 : 503, "application/json", body);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String body = """
                # TYPE turnpike_node_registry_version gauge
                turnpike_node_registry_version %d
                # TYPE turnpike_node_ready gauge
                turnpike_node_ready %d
                # TYPE turnpike_node_free_sessions gauge
                turnpike_node_free_sessions %d
                # TYPE turnpike_node_spool_failures_total counter
                turnpike_node_spool_failures_total %d
                # TYPE turnpike_node_reported_until_seconds gauge
                turnpike_node_reported_until_seconds %.3f
                # TYPE turnpike_node_limits_version gauge
                turnpike_node_limits_version %d
                # TYPE turnpike_node_live_published_total counter
                turnpike_node_live_published_total %d
                # TYPE turnpike_node_live_publish_failures_total counter
                turnpike_node_live_publish_failures_total %d
                """.formatted(
                        appliedVersion.get(),
                        readiness.state().fitness() == Fitness.READY ? 1 : 0,
                        sessions.freeSlots(),
                        collector.spoolFailures(),
                        sessions.reportedUntilMillis() / 1000.0,
                        limits.appliedVersion(),
                        live.published(),
                        live.failures());
        String servers = serverHealth == null ? "" : serverHealth.metrics();
        String figures = balancers == null ? "" : balancers.text();
        String shared = sync == null ? "" : metrics(sync.status());
        answer(exchange, 200, PrometheusText.CONTENT_TYPE, body + keeper.metrics() + servers + figures + shared);
    }

    private static String metrics(SessionSync.Status sync) {
        return """
                # TYPE turnpike_node_sync_ready gauge
                turnpike_node_sync_ready %d
                # TYPE turnpike_node_sessions_unsynced gauge
                turnpike_node_sessions_unsynced %d
                # TYPE turnpike_node_sync_peers gauge
                turnpike_node_sync_peers %d
                # TYPE turnpike_node_sync_datagrams_sent_total counter
                turnpike_node_sync_datagrams_sent_total %d
                # TYPE turnpike_node_sync_datagrams_received_total counter
                turnpike_node_sync_datagrams_received_total %d
                # TYPE turnpike_node_sync_datagrams_refused_total counter
                turnpike_node_sync_datagrams_refused_total %d
                # TYPE turnpike_node_sync_sessions_refused_total counter
                turnpike_node_sync_sessions_refused_total %d
                """.formatted(
                        sync.ready() ? 1 : 0,
                        sync.unsynced(),
                        sync.peers(),
                        sync.sentDatagrams(),
                        sync.receivedDatagrams(),
                        sync.refusedDatagrams(),
                        sync.refusedSessions());
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
