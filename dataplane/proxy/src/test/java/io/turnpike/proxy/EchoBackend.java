package io.turnpike.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.turnpike.flow.Backend;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;

/**
 * The JDK's server: {@code /echo} answers with the body, {@code /octets?N} with N octets, {@code /chunked?N} with N of
 * unknown length, all else with {@code hello}.
 */
@NullMarked
final class EchoBackend implements AutoCloseable {
    private final HttpServer server;
    final AtomicLong octetsSent = new AtomicLong();
    final AtomicInteger requests = new AtomicInteger();
    final ConcurrentLinkedQueue<InetSocketAddress> peers = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();

    EchoBackend() {
        this("127.0.0.1");
    }

    EchoBackend(String address) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    Backend backend(int weight) {
        return TestRegistry.backend(
                server.getAddress().getAddress().getHostAddress(),
                server.getAddress().getPort(),
                weight);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        peers.add(exchange.getRemoteAddress());
        StringBuilder head = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(value -> head.append(name.toLowerCase(Locale.ROOT))
                        .append(": ")
                        .append(value)
                        .append('\n')));
        heads.add(head.toString());
        String query = exchange.getRequestURI().getQuery();
        switch (exchange.getRequestURI().getPath()) {
            case "/echo" -> {
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream out = exchange.getResponseBody()) {
                    exchange.getRequestBody().transferTo(out);
                }
            }
            case "/octets" -> octets(exchange, Long.parseLong(query), Long.parseLong(query));
            case "/chunked" -> octets(exchange, Long.parseLong(query), 0);
            case "/status" -> {
                exchange.sendResponseHeaders(Integer.parseInt(query), -1);
                exchange.close();
            }
            default -> {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Connection", "x-private");
                exchange.getResponseHeaders().set("X-Private", "for the next hop only");
                exchange.sendResponseHeaders(200, 5);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write("hello".getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }

    private void octets(HttpExchange exchange, long octets, long length) throws IOException {
        byte[] piece = new byte[64 * 1024];
        exchange.sendResponseHeaders(200, length);
        try (OutputStream out = exchange.getResponseBody()) {
            for (long left = octets; left > 0; left -= piece.length) {
                out.write(piece, 0, (int) Math.min(left, piece.length));
                octetsSent.addAndGet(Math.min(left, piece.length));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
