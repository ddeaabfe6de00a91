package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.turnpike.billing.http.Api.Answer;
import io.turnpike.billing.registry.Certificates;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static final String[] EDGE = {
        "{'id': 'proxy-n', 'kind': 'NODE', 'role': 'PROXY', 'localAddresses': ['100.64.7.1/32', 'fd64:7::1/128'],"
                + " 'ingressAddresses': ['172.31.16.71', 'fd00:16::71']}",
        ecs("ecs-n", "10.0.7.11").replace("}", ", 'ipv6Address': '2001:db8:70::11'}"),
        eip("eip-n1", "acme", "203.0.113.71", "nat-n"),
        eip("eip-n2", "acme", "203.0.113.72", "nat-n"),
        "{'id': 'nat-n', 'kind': 'NAT', 'account': 'acme', 'vpc': 1,"
                + " 'snat': [{'source': '10.0.7.0/24', 'eips': ['eip-n1']}],"
                + " 'dnat': [{'eip': 'eip-n1', 'protocol': 'TCP', 'port': 8080, 'resource': 'ecs-n', 'resourcePort': 80},"
                + " {'eip': 'eip-n2', 'protocol': 'ALL', 'resource': 'ecs-n'}]}",
        "{'id': 'gw-n', 'kind': 'IPV6GW', 'account': 'acme', 'vpc': 1, 'address': '2001:db8:70::11',"
                + " 'boundTo': 'ecs-n', 'capBitsPerSecond': 5000000, 'quotaOctetsPerMonth': 10000000}",
        slb("slb-n", "2001:db8:5::70", "ecs-n", 100).replace("'TCP'", "'HTTP'")
    };

    @Test
    void shouldShowEveryKindAsItWasDeclared() {
        Answer applied = api.apply(EDGE);
        assertThat(applied.status()).describedAs("%s", applied.json()).isEqualTo(200);
        JsonNode nat = api.get("/v1/resources/nat-n").json();
        assertThat(nat.at("/snat/0/source").asText()).isEqualTo("10.0.7.0/24");
        assertThat(nat.at("/snat/0/eips/0").asText()).isEqualTo("eip-n1");
        assertThat(nat.at("/dnat/0/address").asText()).isEqualTo("10.0.7.11");
        assertThat(nat.at("/dnat/1/protocol").asText()).isEqualTo("ALL");
        assertThat(nat.at("/dnat/1/port").isNull()).isTrue();
        JsonNode gateway = api.get("/v1/resources/gw-n").json();
        assertThat(gateway.get("address").asText()).isEqualTo("2001:db8:70:0:0:0:0:11");
        assertThat(gateway.get("capBitsPerSecond").asLong()).isEqualTo(5_000_000);
        assertThat(gateway.get("overQuotaBitsPerSecond").asLong()).isEqualTo(1_000_000);
        JsonNode slb = api.get("/v1/resources/slb-n").json();
        assertThat(slb.at("/listeners/0/protocol").asText()).isEqualTo("HTTP");
        assertThat(slb.at("/listeners/0/backends/0/address").asText()).isEqualTo("2001:db8:70:0:0:0:0:11");
        JsonNode eip = api.get("/v1/resources/eip-n1").json();
        assertThat(eip.get("boundTo").asText()).isEqualTo("nat-n");
        assertThat(eip.get("privateAddress").isNull()).isTrue();
        JsonNode proxy = api.get("/v1/resources/proxy-n").json();
        assertThat(proxy.get("role").asText()).isEqualTo("PROXY");
        assertThat(proxy.at("/ingressAddresses/0").asText()).isEqualTo("172.31.16.71");
        assertThat(Stream.of(api.apply(EDGE).json().get("changed"))
                        .flatMap(list -> list.valueStream())
                        .map(item -> item.get("change").asText()))
                .containsOnly("unchanged");
    }

    @Test
    void shouldChangeALimitWithoutANewBinding() {
        String capped = eip("eip-l", "acme", "203.0.113.81", "ecs-l").replace("}", ", 'capBitsPerSecond': %d}");
        assertThat(api.apply(ecs("ecs-l", "10.0.8.11"), capped.formatted(1_000)).status())
                .isEqualTo(200);
        assertThat(changeOf(api.apply(capped.formatted(2_000)), "eip-l")).isEqualTo("updated");
        assertThat(api.get("/v1/resources/eip-l").json().get("capBitsPerSecond").asLong())
                .isEqualTo(2_000);
        Answer zero = api.apply(capped.formatted(0));
        assertThat(zero.status()).isEqualTo(422);
        assertThat(zero.json().at("/errors/0/pointer").asText()).isEqualTo("/resources/0/capBitsPerSecond");
    }

    @Test
    void shouldSayThatKeysAreUnknownWhileKafkaIsAway(@TempDir Path directory) throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.make("site", "-keyalg", "EC", "-validity", "30");
        String chain = Certificates.pem(certificates.chain("site")).replace("\n", "\\n");
        Answer away = api.apply("{'id': 'cert-k', 'kind': 'CERTIFICATE', 'account': 'acme', 'chain': '" + chain + "'}");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.json().get("detail").asText()).contains("Kafka does not answer");
        assertThat(api.get("/v1/resources/cert-k").status()).isEqualTo(404);
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
