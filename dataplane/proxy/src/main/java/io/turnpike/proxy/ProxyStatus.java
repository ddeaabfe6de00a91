package io.turnpike.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers /health and /metrics on a loopback port. */
final class ProxyStatus implements AutoCloseable {
    private final HttpServer server;
    private final ProxyServer proxy;
    private final TlsTermination tls;

    ProxyStatus(int port, ProxyServer proxy, TlsTermination tls) throws IOException {
        this.proxy = proxy;
        this.tls = tls;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/health", this::health);
        server.createContext("/metrics", this::metrics);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void health(HttpExchange exchange) throws IOException {
        List<String> problems = proxy.problems();
        String detail = !problems.isEmpty()
                ? String.join("; ", problems)
                : proxy.appliedVersion() == 0
                        ? "waiting for the registry"
                        : "registry version " + proxy.appliedVersion() + " applied";
        String body = "{\"status\":\"%s\",\"detail\":\"%s\"}"
                .formatted(
                        problems.isEmpty() ? "UP" : "DOWN",
                        detail.replace("\\", "\\\\").replace("\"", "\\\""));
        answer(exchange, problems.isEmpty() ? 200 : 503, "application/json", body);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String version = "# TYPE turnpike_proxy_registry_version gauge\nturnpike_proxy_registry_version "
                + proxy.appliedVersion() + "\n";
        answer(
                exchange,
                200,
                "text/plain; version=0.0.4",
                version + proxy.metrics().text() + tls.metrics());
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
