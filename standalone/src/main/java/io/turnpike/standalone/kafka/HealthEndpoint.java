package io.turnpike.standalone.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** {@code /health} and {@code /metrics} of the broker's process, as all our processes have them. */
final class HealthEndpoint {
    private volatile boolean isUp;

    private HealthEndpoint() {}

    static HealthEndpoint start(int port) throws IOException {
        var endpoint = new HealthEndpoint();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health", endpoint::health);
        server.createContext("/metrics", endpoint::metrics);
        server.start();
        return endpoint;
    }

    void up() {
        isUp = true;
    }

    private void health(HttpExchange exchange) throws IOException {
        var body = isUp ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\",\"detail\":\"starting\"}";
        answer(exchange, isUp ? 200 : 503, "application/json", body);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        var body = """
                # TYPE turnpike_up gauge
                turnpike_up %d
                # TYPE jvm_memory_used_bytes gauge
                jvm_memory_used_bytes{area="heap"} %d
                """.formatted(isUp ? 1 : 0, heap);
        answer(exchange, 200, "text/plain; version=0.0.4", body);
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, octets.length);
        try (var out = exchange.getResponseBody()) {
            out.write(octets);
        }
    }
}
