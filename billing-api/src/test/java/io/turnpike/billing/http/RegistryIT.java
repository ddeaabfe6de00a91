package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.turnpike.billing.http.Api.Answer;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Stores.class)
class RegistryIT {
    @TestHTTPResource("/")
    URI root = URI.create("");

    private Api api = new Api(root, Stores.OPERATOR_KEY);

    @BeforeEach
    void operator() {
        api = new Api(root, Stores.OPERATOR_KEY);
    }

    private static String ecs(String id, String privateAddress) {
        return "{'id': '%s', 'kind': 'ECS', 'account': 'acme', 'vpc': 1, 'privateAddress': '%s'}"
                .formatted(id, privateAddress);
    }

    private static String eip(String id, String account, String address, String boundTo) {
        return "{'id': '%s', 'kind': 'EIP', 'account': '%s', 'vpc': 1, 'address': '%s', 'boundTo': '%s'}"
                .formatted(id, account, address, boundTo);
    }

    private static String slb(String id, String address, String backend, int weight) {
        return """
                {'id': '%s', 'kind': 'SLB', 'account': 'acme', 'vpc': 1, 'address': '%s', 'listeners': [
                 {'protocol': 'TCP', 'port': 80, 'backends': [{'resource': '%s', 'port': 8080, 'weight': %d}]}]}""".formatted(id, address, backend, weight);
    }

    private static String changeOf(Answer answer, String id) {
        return Stream.of(answer.json().get("changed"))
                .flatMap(list -> list.valueStream())
                .filter(item -> item.get("id").asText().equals(id))
                .map(item -> item.get("change").asText())
                .findFirst()
                .orElse("none");
    }

    @Test
    void shouldShowWhatWasDeclared() {
        Answer applied = api.apply(
                "{'id': 'director-a', 'kind': 'NODE', 'localAddresses': ['100.64.1.0/24']}",
                ecs("ecs-a", "10.0.1.11"),
                eip("eip-a", "acme", "203.0.113.11", "ecs-a"),
                slb("slb-a", "203.0.113.12", "ecs-a", 100));
        assertThat(applied.status()).isEqualTo(200);
        assertThat(changeOf(applied, "slb-a")).isEqualTo("created");
        JsonNode slb = api.get("/v1/resources/slb-a").json();
        assertThat(slb.get("address").asText()).isEqualTo("203.0.113.12");
        assertThat(slb.at("/listeners/0/backends/0/address").asText()).isEqualTo("10.0.1.11");
        assertThat(slb.get("number").asInt()).isPositive();
        JsonNode eip = api.get("/v1/resources/eip-a").json();
        assertThat(eip.get("boundTo").asText()).isEqualTo("ecs-a");
        assertThat(eip.get("privateAddress").asText()).isEqualTo("10.0.1.11");
        assertThat(api.get("/v1/resources/director-a")
                        .json()
                        .at("/localAddresses/0")
                        .asText())
                .isEqualTo("100.64.1.0/24");
    }

    @Test
    void shouldLeaveTheVersionAloneWhenNothingChanges() {
        Answer first = api.apply(ecs("ecs-b", "10.0.2.11"), slb("slb-b", "203.0.113.22", "ecs-b", 100));
        Answer second = api.apply(ecs("ecs-b", "10.0.2.11"), slb("slb-b", "203.0.113.22", "ecs-b", 100));
        assertThat(changeOf(second, "slb-b")).isEqualTo("unchanged");
        assertThat(changeOf(second, "acme")).isEqualTo("unchanged");
        assertThat(changeOf(second, "standard")).isEqualTo("unchanged");
        assertThat(second.json().get("registryVersion")).isEqualTo(first.json().get("registryVersion"));
        Answer third = api.apply(slb("slb-b", "203.0.113.22", "ecs-b", 50));
        assertThat(changeOf(third, "slb-b")).isEqualTo("updated");
        assertThat(third.json().get("registryVersion").asLong())
                .isEqualTo(first.json().get("registryVersion").asLong() + 1);
    }

    @Test
    void shouldApplyAllOrNothing() {
        Answer refused = api.apply(ecs("ecs-c", "10.0.3.11"), slb("slb-c", "203.0.113.32", "ecs-unknown", 100));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.mediaType()).isEqualTo("application/problem+json");
        assertThat(refused.json().at("/errors/0/pointer").asText())
                .isEqualTo("/resources/1/listeners/0/backends/0/resource");
        assertThat(api.get("/v1/resources/ecs-c").status()).isEqualTo(404);
    }

    @Test
    void shouldLetAddressesBeSwappedInOneDeclaration() {
        String one = eip("eip-d1", "acme", "203.0.113.41", "ecs-d1");
        String two = eip("eip-d2", "acme", "203.0.113.42", "ecs-d2");
        api.apply(ecs("ecs-d1", "10.0.4.1"), ecs("ecs-d2", "10.0.4.2"), one, two);
        Answer swapped = api.apply(
                eip("eip-d1", "acme", "203.0.113.42", "ecs-d2"), eip("eip-d2", "acme", "203.0.113.41", "ecs-d1"));
        assertThat(swapped.status()).isEqualTo(200);
        assertThat(api.get("/v1/resources/eip-d1").json().get("address").asText())
                .isEqualTo("203.0.113.42");
    }

    @Test
    void shouldApplyOneDeclarationAfterTheOther() throws Exception {
        api.apply(ecs("ecs-e", "10.0.5.11"));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            var answers = threads.invokeAll(Stream.iterate(1, weight -> weight + 1)
                    .limit(40)
                    .<Callable<Answer>>map(weight -> () -> api.apply(slb("slb-e", "203.0.113.52", "ecs-e", weight)))
                    .toList());
            for (var answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
            assertThat(answers.stream()
                            .map(answer -> answer.resultNow()
                                    .json()
                                    .get("registryVersion")
                                    .asLong()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldChangePricesFromTheNextMinuteOnly() {
        api.apply();
        String plan = "{'plans': [{'id': 'other', 'currency': 'CNY', 'prices': [%s]}]}";
        String price = "{'path': 'EIP', 'direction': 'OUT', 'unit': 'GiB', 'unitPrice': '%s'}";
        assertThat(changeOf(api.post("/v1/apply", plan.formatted("")), "other")).isEqualTo("created");
        assertThat(changeOf(api.post("/v1/apply", plan.formatted(price.formatted("0.5"))), "other"))
                .isEqualTo("updated");
        assertThat(changeOf(api.post("/v1/apply", plan.formatted(price.formatted("0.6"))), "other"))
                .isEqualTo("updated");
        assertThat(changeOf(api.post("/v1/apply", plan.formatted(price.formatted("0.60"))), "other"))
                .isEqualTo("unchanged");
        Answer past = api.post(
                "/v1/apply", plan.formatted(price.formatted("0.7").replace("}", ", 'from': '2026-01-01T00:00:00Z'}")));
        assertThat(past.json().at("/errors/0/pointer").asText()).isEqualTo("/plans/0/prices/0/from");
    }
}
