package io.turnpike.standalone.supervise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Ready when the address answers 200. The detail is the field {@code detail} of a JSON answer where there is one, as
 * the health contract of our processes has it.
 */
public final class HttpProbe implements Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final HttpRequest request;

    public HttpProbe(URI address) {
        this(address, Map.of());
    }

    public HttpProbe(URI address, Map<String, String> headers) {
        var builder = HttpRequest.newBuilder(address).timeout(PATIENCE);
        headers.forEach(builder::header);
        this.request = builder.build();
    }

    @Override
    public Health check() {
        try {
            var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Health(response.statusCode() == 200, detail(response));
        } catch (IOException e) {
            return Health.down("no answer on port " + request.uri().getPort());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.down("interrupted");
        }
    }

    private static String detail(HttpResponse<String> response) {
        var detail = detailOf(response.body());
        if (!detail.isEmpty()) {
            return detail;
        }
        return response.statusCode() == 200 ? "" : "answers HTTP " + response.statusCode();
    }

    private static String detailOf(String body) {
        if (!body.startsWith("{")) {
            return "";
        }
        try {
            return text(JSON.readTree(body).path("detail"));
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(JsonNode detail) {
        if (detail.isMissingNode() || detail.isNull()) {
            return "";
        }
        return detail.isTextual() ? detail.textValue() : detail.toString();
    }
}
