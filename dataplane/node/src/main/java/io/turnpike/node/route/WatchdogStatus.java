package io.turnpike.node.route;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers /health on a loopback port: whether the node's routes are announced, and if not, why. */
final class WatchdogStatus {
    private volatile String detail = "";
    private volatile String problem = "no look yet";

    WatchdogStatus(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/health", this::health);
        server.start();
    }

    /** @param nowProblem why it cannot do its work; empty if it can */
    void set(String nowDetail, String nowProblem) {
        detail = nowDetail;
        problem = nowProblem;
    }

    private void health(HttpExchange exchange) throws IOException {
        boolean up = problem.isEmpty();
        String text = (up ? detail : problem).replace("\\", "\\\\").replace("\"", "\\\"");
        byte[] body = "{\"status\":\"%s\",\"detail\":\"%s\"}"
                .formatted(up ? "UP" : "DOWN", text)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(up ? 200 : 503, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
