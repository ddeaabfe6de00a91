package io.turnpike.standalone.lab.impair;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.turnpike.standalone.lab.Lab;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Impairs links on request, since the relays need a process that lives as long as the lab: {@code
 * /impair?host=H&name=N&loss=P&delay=MS&reorder=P&seed=N}, or {@code /impair?clear} for every link.
 */
public final class Impairments implements HttpHandler {
    private static final String MARKER = "impaired-";

    @Override
    public synchronized void handle(HttpExchange exchange) throws IOException {
        try {
            answer(exchange, 200, done(exchange.getRequestURI().getQuery()));
        } catch (IllegalArgumentException e) {
            answer(exchange, 400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            answer(exchange, 500, String.valueOf(e.getMessage()));
        }
    }

    private static String done(String query) throws IOException {
        if (query.equals("clear")) {
            return clearAll() + " links are well again";
        }
        Map<String, String> values = Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        LinkEnd end = new LinkEnd(value(values, "host"), value(values, "name"));
        end.impair(new Impairment(
                Double.parseDouble(value(values, "loss")),
                Integer.parseInt(value(values, "delay")),
                Double.parseDouble(value(values, "reorder")),
                Long.parseLong(value(values, "seed"))));
        return "impaired";
    }

    private static String value(Map<String, String> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** Makes every link well, also those that a process before this one impaired; how many they were. */
    public static int clearAll() throws IOException {
        List<String> marked;
        try (Stream<Path> files = Files.list(Lab.control())) {
            marked = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.startsWith(MARKER))
                    .toList();
        }
        for (String marker : marked) {
            int colon = marker.lastIndexOf(':');
            new LinkEnd(marker.substring(MARKER.length(), colon), marker.substring(colon + 1)).clear();
        }
        return marked.size();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
