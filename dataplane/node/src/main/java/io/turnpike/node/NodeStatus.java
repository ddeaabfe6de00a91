package io.turnpike.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.turnpike.collector.CollectorService;
import io.turnpike.collector.LiveUsagePublisher;
import io.turnpike.node.limit.LimitFollower;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.sync.SessionSync;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers /health and /metrics on a loopback port. */
final class NodeStatus implements AutoCloseable {
    private final HttpServer server;
    private final CollectorService collector;
    private final SessionSource sessions;
    private final AtomicLong appliedVersion;
    private final LimitFollower limits;
    private final LiveUsagePublisher live;
    private final @Nullable SessionSync sync;

    NodeStatus(
            int port,
            CollectorService collector,
            SessionSource sessions,
            AtomicLong appliedVersion,
            LimitFollower limits,
            LiveUsagePublisher live,
            @Nullable SessionSync sync)
            throws IOException {
        this.collector = collector;
        this.sessions = sessions;
        this.appliedVersion = appliedVersion;
        this.limits = limits;
        this.live = live;
        this.sync = sync;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/health", this::health);
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
        String body = "{\"status\":\"%s\",\"detail\":\"%s\"}"
                .formatted(
                        problem == null ? "UP" : "DOWN",
                        detail.replace("\\", "\\\\").replace("\"", "\\\""));
        answer(exchange, problem == null ? 200 : 503, "application/json", body);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String body = """
                # TYPE turnpike_node_registry_version gauge
                turnpike_node_registry_version %d
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
                        sessions.freeSlots(),
                        collector.spoolFailures(),
                        sessions.reportedUntilMillis() / 1000.0,
                        limits.appliedVersion(),
                        live.published(),
                        live.failures());
        answer(exchange, 200, "text/plain; version=0.0.4", sync == null ? body : body + metrics(sync.status()));
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
