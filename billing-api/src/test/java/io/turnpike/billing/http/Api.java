package io.turnpike.billing.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Speaks to the API as a client does. */
record Api(URI root, String key) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** An answer whose body is JSON. */
    record Answer(int status, String mediaType, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException(response.body(), e);
            }
        }
    }

    Api with(String otherKey) {
        return new Api(root, otherKey);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    /** Declares these resources beside a plan and the two accounts of the tests. */
    Answer apply(String... resources) {
        return post("/v1/apply", """
                {'plans': [{'id': 'standard', 'currency': 'CNY', 'prices': [
                   {'path': 'SLB', 'direction': 'OUT', 'unit': 'GB', 'unitPrice': '0.80'}]}],
                 'accounts': [
                   {'id': 'acme', 'name': 'ACME', 'currency': 'CNY', 'timeZone': 'Asia/Shanghai', 'plan': 'standard'},
                   {'id': 'globex', 'currency': 'CNY', 'plan': 'standard'}],
                 'resources': [%s]}""".formatted(String.join(", ", resources)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""),
                    response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).header("Authorization", "Bearer " + key);
    }
}
