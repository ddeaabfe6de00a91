package io.turnpike.keyserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers /health and /metrics on a loopback port. */
final class StatusEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final KeyRing keys;
    private final Counters counters;

    StatusEndpoint(int port, KeyRing keys, Counters counters) throws IOException {
        this.keys = keys;
        this.counters = counters;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/health", this::health);
        server.createContext("/metrics", this::metrics);
        server.start();
    }

    private void health(HttpExchange exchange) throws IOException {
        String problem = keys.problem();
        String detail = keys.ids().size() + " keys" + (problem == null ? "" : "; not reloaded: " + problem);
        String body = "{\"status\":\"%s\",\"detail\":\"%s\"}"
                .formatted(
                        problem == null ? "UP" : "DOWN",
                        detail.replace("\\", "\\\\").replace("\"", "\\\""));
        answer(exchange, problem == null ? 200 : 503, "application/json", body);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String body =
                """
                # TYPE turnpike_keyserver_keys gauge
                turnpike_keyserver_keys %d
                # TYPE turnpike_keyserver_requests_total counter
                turnpike_keyserver_requests_total{outcome="signed"} %d
                turnpike_keyserver_requests_total{outcome="refused"} %d
                turnpike_keyserver_requests_total{outcome="denied"} %d
                """.formatted(keys.ids().size(), counters.signed.sum(), counters.refused.sum(), counters.denied.sum());
        answer(exchange, 200, "text/plain; version=0.0.4", body);
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
