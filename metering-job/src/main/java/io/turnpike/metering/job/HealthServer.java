package io.turnpike.metering.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** {@code /health} and {@code /metrics} on loopback. */
final class HealthServer implements AutoCloseable {
    /** @param detail what a person should know; no quotes or line breaks */
    record Health(boolean up, String detail) {
        String json() {
            String plain = detail.replaceAll("[\"\\\\\\p{Cntrl}]", " ");
            return "{\"status\":\"" + (up ? "UP" : "DOWN") + "\",\"detail\":\"" + plain + "\"}";
        }
    }

    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    static HealthServer start(int port, Supplier<Health> health, Supplier<String> metrics) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health", exchange -> {
            Health now = health.get();
            answer(exchange, now.up() ? 200 : 503, "application/json", now.json());
        });
        server.createContext("/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.get()));
        server.start();
        return new HealthServer(server);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
