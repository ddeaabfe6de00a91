package io.turnpike.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that gives prepared answers, and remembers what it was asked. */
final class FakeApi implements AutoCloseable {
    static final String KEY = "the-key";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    void answer(String pathAndQuery, int status, String body) {
        answers.put(pathAndQuery, new Answer(status, body));
    }

    List<String> requests() {
        return requests;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var asked = exchange.getRequestURI().toString();
        var sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add((exchange.getRequestMethod() + " " + asked + " " + sent).strip());
        boolean known = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        var answer = known
                ? answers.getOrDefault(
                        asked, new Answer(404, "{\"title\":\"Not Found\",\"detail\":\"no " + asked + "\"}"))
                : new Answer(401, "{\"title\":\"Unauthorized\"}");
        var octets = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), octets.length);
        try (var out = exchange.getResponseBody()) {
            out.write(octets);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
