package io.turnpike.standalone.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnpike.standalone.supervise.Health;
import io.turnpike.standalone.supervise.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Ready when the cluster's one job runs, all tasks of it. */
final class JobProbe implements Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private final HttpRequest request;

    JobProbe(int restPort) {
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + "/jobs/overview"))
                .timeout(PATIENCE)
                .build();
    }

    @Override
    public Health check() {
        try {
            return health(
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return Health.down("no answer on port " + request.uri().getPort());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.down("interrupted");
        }
    }

    static Health health(String overview) throws IOException {
        var jobs = JSON.readTree(overview).path("jobs");
        if (jobs.size() != 1) {
            return Health.down(jobs.isEmpty() ? "the job is not submitted yet" : jobs.size() + " jobs, not one");
        }
        var state = jobs.path(0).path("state").asText();
        int waiting = waiting(jobs.path(0).path("tasks"));
        return waiting == 0 && state.equals("RUNNING")
                ? Health.up("job RUNNING")
                : Health.down("job " + state + ", " + waiting + " tasks wait");
    }

    private static int waiting(JsonNode tasks) {
        return tasks.path("total").asInt() - tasks.path("running").asInt();
    }
}
