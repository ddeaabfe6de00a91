package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.turnpike.billing.http.Api.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Stores.class)
class AccessIT {
    private static final String OF_ACME =
            "{'id': 'ecs-acme', 'kind': 'ECS', 'account': 'acme', 'vpc': 7, 'privateAddress': '10.7.0.1'}";
    private static final String OF_GLOBEX =
            "{'id': 'ecs-globex', 'kind': 'ECS', 'account': 'globex', 'vpc': 8, 'privateAddress': '10.7.0.1'}";

    @TestHTTPResource("/")
    URI root = URI.create("");

    private Api operator = new Api(root, "");
    private Api customer = new Api(root, "");

    @BeforeEach
    void keys() {
        operator = new Api(root, Stores.OPERATOR_KEY);
        assertThat(operator.apply(OF_ACME, OF_GLOBEX).status()).isEqualTo(200);
        Answer made = operator.post("/v1/accounts/acme/keys", "");
        assertThat(made.status()).isEqualTo(201);
        customer = operator.with(made.json().get("key").asText());
    }

    private static void refused(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
    }

    @Test
    void shouldAskForAKey() {
        refused(operator.send(HttpRequest.newBuilder(root.resolve("/v1/resources"))), 401);
        refused(operator.with("no such key").get("/v1/resources"), 401);
        refused(operator.with("k".repeat(5000)).get("/v1/resources"), 401);
        refused(operator.with("no such key").get("/v1/usage?limit=bad"), 401);
    }

    @Test
    void shouldShowCustomersTheirOwnOnly() {
        assertThat(customer.get("/v1/resources").json().get("items").findValuesAsText("account"))
                .isNotEmpty()
                .containsOnly("acme");
        assertThat(customer.get("/v1/resources/ecs-acme").status()).isEqualTo(200);
        refused(customer.get("/v1/resources/ecs-globex"), 404);
        refused(customer.get("/v1/usage?resource=ecs-globex"), 404);
        refused(customer.get("/v1/usage?account=globex"), 403);
        refused(customer.get("/v1/charges?account=globex"), 403);
    }

    @Test
    void shouldLetOperatorsAloneChangeThings() {
        refused(customer.apply(OF_ACME), 403);
        refused(customer.post("/v1/accounts/acme/keys", ""), 403);
        refused(customer.get("/v1/nodes"), 403);
        refused(operator.post("/v1/accounts/initech/keys", ""), 404);
    }
}
