package io.turnpike.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The API over HTTP. Safe for several threads. */
public final class ApiClient {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private final URI base;
    private final String key;
    private final String keySource;

    /**
     * A client of one API with one key.
     *
     * @param keySource where the key comes from, named when the API does not know it
     */
    public ApiClient(URI base, String key, String keySource) {
        this.base = base;
        this.key = key;
        this.keySource = keySource;
    }

    public JsonNode get(String path) throws ApiException {
        return get(path, Map.of());
    }

    /**
     * Reads a JSON answer.
     *
     * @param query parameters as they are, not yet encoded
     */
    public JsonNode get(String path, Map<String, String> query) throws ApiException {
        return send(request(path, query).GET().build());
    }

    public JsonNode post(String path, JsonNode body) throws ApiException {
        return post(path, Map.of(), body);
    }

    JsonNode post(String path, Map<String, String> query, JsonNode body) throws ApiException {
        return send(request(path, query)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    public JsonNode put(String path, JsonNode body) throws ApiException {
        return send(request(path, Map.of())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** An answer without content is an empty object. */
    public JsonNode delete(String path) throws ApiException {
        return send(request(path, Map.of()).DELETE().build());
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        return HttpRequest.newBuilder(base.resolve(path + encoded(query)))
                .timeout(ANSWER_WITHIN)
                .header("Accept", "application/json, application/problem+json")
                .header("Authorization", "Bearer " + key);
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode send(HttpRequest request) throws ApiException {
        try {
            return read(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new ApiException.Unreachable(base, why(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException.Unreachable(base, "interrupted");
        }
    }

    private static String why(IOException e) {
        var message = e.getMessage();
        return message == null || message.isBlank() ? "connection refused" : message;
    }

    private JsonNode read(HttpResponse<String> response) throws ApiException {
        int status = response.statusCode();
        var body = json(response.body());
        if (status == 401) {
            throw new ApiException.Refused("the API does not know this key (%s)".formatted(keySource));
        }
        if (status / 100 != 2) {
            throw new ApiException.Problem(status, body);
        }
        if (status == 204) {
            return Json.MAPPER.createObjectNode();
        }
        if (body.isMissingNode()) {
            throw new ApiException.Refused(base + " answers, but not with JSON: is it the Turnpike API?");
        }
        return body;
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
