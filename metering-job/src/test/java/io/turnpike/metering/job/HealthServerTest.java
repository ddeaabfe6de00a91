package io.turnpike.metering.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.metering.job.HealthServer.Health;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthServerTest {
    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @CsvSource({"true,200,UP", "false,503,DOWN"})
    void shouldSayWhetherTheJobRuns(boolean up, int status, String word) throws Exception {
        try (HealthServer server = HealthServer.start(0, () -> new Health(up, "a \"quoted\"\nline"), () -> "")) {
            HttpResponse<String> response = get(server, "/health");
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEqualTo("{\"status\":\"" + word + "\",\"detail\":\"a  quoted  line\"}");
        }
    }

    @Test
    void shouldShowMetrics() throws Exception {
        try (HealthServer server = HealthServer.start(0, () -> new Health(true, ""), () -> "turnpike_x 1\n")) {
            assertThat(get(server, "/metrics").body()).isEqualTo("turnpike_x 1\n");
        }
    }
}
