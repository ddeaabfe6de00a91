package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.turnpike.billing.http.Api.Answer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may see and change limits, webhooks and events: operators all of it, customers what is theirs. */
@QuarkusTest
@QuarkusTestResource(Stores.class)
@TestProfile(LocalWebhooks.class)
class LimitAccessIT {
    private static final String EIP = "{'id': 'eip-%s', 'kind': 'EIP', 'account': '%s', 'vpc': %d,"
            + " 'address': '203.0.113.%d', 'capBitsPerSecond': 1000000}";

    @TestHTTPResource("/")
    URI root = URI.create("");

    private Api operator = new Api(root, "");
    private Api acme = new Api(root, "");
    private Api globex = new Api(root, "");

    @BeforeEach
    void keys() {
        operator = new Api(root, Stores.OPERATOR_KEY);
        assertThat(operator.apply(
                                EIP.formatted("of-acme", "acme", 71, 171),
                                EIP.formatted("of-globex", "globex", 72, 172))
                        .status())
                .isEqualTo(200);
        acme = operator.with(keyOf("acme"));
        globex = operator.with(keyOf("globex"));
    }

    private String keyOf(String account) {
        return operator.post("/v1/accounts/" + account + "/keys", "")
                .json()
                .get("key")
                .asText();
    }

    private static Answer send(Api api, String method, String path, String body) {
        return api.send(api.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "PUT, /v1/resources/eip-of-acme/limit, {'outBitsPerSecond': 1000}",
                "PUT, /v1/resources/eip-of-globex/limit, {'outBitsPerSecond': 1000}",
                "PUT, /v1/resources/eip-of-nobody/limit, {'outBitsPerSecond': 1000}",
                "DELETE, /v1/resources/eip-of-acme/limit, \"\"",
                "DELETE, /v1/resources/eip-of-globex/limit, \"\"",
                "POST, /v1/apply?dryRun=true, {}",
                "POST, /v1/apply, {}",
                "GET, /v1/limits?account=globex, \"\"",
                "GET, /v1/events?account=globex, \"\""
            })
    void shouldForbidToACustomer(String method, String path, String body) {
        Answer answer = send(acme, method, path, body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(403);
        assertThat(answer.json().get("detail").asText()).containsAnyOf("operator's key", "for the account 'acme' only");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/limits?resource=eip-of-globex",
        "/v1/events?resource=eip-of-globex",
        "/v1/resources/eip-of-globex/declaration",
        "/v1/limits?resource=eip-of-nobody"
    })
    void shouldNotExistForACustomerWhoDoesNotOwnIt(String path) {
        assertThat(acme.get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/limits", "PUT, /v1/resources/eip-of-acme/limit", "DELETE, /v1/resources/eip-of-acme/limit",
        "GET, /v1/webhooks", "POST, /v1/webhooks", "DELETE, /v1/webhooks/any",
        "GET, /v1/events", "GET, /v1/resources/eip-of-acme/declaration"
    })
    void shouldAskForAKey(String method, String path) {
        assertThat(send(operator.with("no such key"), method, path, "{}").status())
                .isEqualTo(401);
    }

    @Test
    void shouldShowACustomerTheLimitsOfItsOwn() {
        assertThat(acme.get("/v1/limits").json().get("items").findValuesAsText("account"))
                .isNotEmpty()
                .containsOnly("acme");
        assertThat(acme.get("/v1/limits?account=acme").status()).isEqualTo(200);
        assertThat(operator.get("/v1/limits").json().get("items").findValuesAsText("account"))
                .contains("acme", "globex");
        assertThat(acme.get("/v1/events").json().get("items").findValuesAsText("account"))
                .doesNotContain("globex");
        assertThat(acme.get("/v1/resources/eip-of-acme/declaration")
                        .json()
                        .get("capBitsPerSecond")
                        .asLong())
                .isEqualTo(1_000_000);
    }

    @Test
    void shouldKeepTheWebhooksOfEachToItself() {
        Answer made = acme.post("/v1/webhooks", "{'url': 'http://127.0.0.1:9/acme'}");
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().get("id").asText();
        assertThat(made.json().get("account").asText()).isEqualTo("acme");
        assertThat(globex.get("/v1/webhooks").json().get("items").findValuesAsText("id"))
                .doesNotContain(id);
        assertThat(send(globex, "DELETE", "/v1/webhooks/" + id, "").status()).isEqualTo(404);
        assertThat(acme.get("/v1/webhooks").json().get("items").findValuesAsText("id"))
                .contains(id);
        assertThat(acme.get("/v1/webhooks").json().get("items").findValuesAsText("secret"))
                .isEmpty();
        assertThat(send(acme, "DELETE", "/v1/webhooks/" + id, "").status()).isEqualTo(204);
    }
}
