package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.turnpike.billing.http.Api.Answer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Stores.class)
class ProblemIT {
    @TestHTTPResource("/")
    URI root = URI.create("");

    private Api api = new Api(root, "");

    @BeforeEach
    void operator() {
        api = new Api(root, Stores.OPERATOR_KEY);
    }

    private static void problem(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotBlank();
        assertThat(answer.json().get("detail").asText()).contains(detail);
    }

    @Test
    void shouldSayWhatIsNotThere() {
        problem(api.get("/v1/nothing"), 404, "nothing at this path");
        problem(api.get("/nothing"), 404, "nothing at this path");
        problem(api.get("/v1/resources/slb-unknown"), 404, "'slb-unknown'");
        problem(api.get("/v1/usage?resource=slb-unknown"), 404, "'slb-unknown'");
        problem(api.get("/v1/charges?account=unknown"), 404, "'unknown'");
    }

    @Test
    void shouldSayWhatAMethodOrBodyMustBe() {
        problem(api.get("/v1/apply"), 405, "method");
        problem(
                api.send(api.request("/v1/apply")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}"))),
                415,
                "application/json");
        problem(api.post("/v1/apply", "{'accounts': ["), 400, "line 1");
        problem(api.post("/v1/apply", "{} {}"), 400, "not JSON");
        problem(api.post("/v1/apply", "{'plans': [], 'plans': []}"), 400, "Duplicate");
        problem(api.post("/v1/apply", ""), 400, "not JSON");
        problem(api.post("/v1/apply", "[".repeat(100_000)), 400, "nesting");
        problem(api.post("/v1/apply", "[]"), 422, "1 errors");
        problem(api.post("/v1/audit/hole-a-1-2/write-off", "{'reason': ' '}"), 422, "reason");
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() {
        String body = "{" + " ".repeat(JsonBody.MOST_OCTETS) + "}";
        problem(api.post("/v1/apply", body), 413, "octets");
    }

    @Test
    void shouldRefuseParametersThatCannotBeRead() {
        problem(api.get("/v1/usage?from=yesterday"), 400, "'from'");
        problem(api.get("/v1/usage?from=2026-11-23T17:05:00Z&to=2026-11-23T17:05:00Z"), 400, "'from'");
        problem(api.get("/v1/usage?from=-999999999-01-01T00:00:00Z"), 400, "'from'");
        problem(api.get("/v1/usage?limit=0"), 400, "'limit'");
        problem(api.get("/v1/audit?status=LOST"), 400, "'status'");
        problem(api.get("/v1/audit?cursor=7"), 400, "'cursor'");
        problem(api.get("/v1/audit?limit=1001"), 400, "'limit'");
        problem(api.get("/v1/audit?from=yesterday"), 400, "'from'");
        problem(api.get("/v1/usage?cursor=%21"), 400, "'cursor'");
        problem(api.get("/v1/usage?resource=%27"), 400, "'resource'");
        problem(api.get("/v1/charges?month=2026-13"), 400, "'month'");
    }

    @Test
    void shouldAskToComeBackWhileClickHouseIsAway() {
        api.apply();
        for (String path :
                new String[] {"/v1/usage", "/v1/charges", "/v1/way", "/v1/nodes", "/v1/audit", "/v1/audit/totals"}) {
            Answer answer = api.get(path);
            problem(answer, 503, "usage store");
            assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void shouldBeHealthyWithoutKafkaAndClickHouse() {
        assertThat(api.get("/q/health/ready").json().get("status").asText()).isEqualTo("UP");
        assertThat(api.get("/q/metrics").response().body()).contains("turnpike_outbox_pending");
    }

    @Test
    void shouldDescribeItself() {
        var description = api.get("/q/openapi?format=json").json();
        assertThat(description.get("openapi").asText()).startsWith("3.1");
        assertThat(description.get("paths").fieldNames())
                .toIterable()
                .contains("/v1/usage", "/v1/charges", "/v1/apply", "/v1/resources/{id}", "/v1/way", "/v1/nodes");
    }
}
