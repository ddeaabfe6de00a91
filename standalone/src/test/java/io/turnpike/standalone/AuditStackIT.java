package io.turnpike.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnpike.cli.ApiClient;
import io.turnpike.cli.ApiException;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import io.turnpike.flow.Topics;
import io.turnpike.flow.WireFormatException;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.StateFile;
import io.turnpike.standalone.supervise.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metering job and the API on real engines, with batches of nodes that a test makes up. */
class AuditStackIT {
    private static final String REGISTRY = """
            {"accounts": [{"id": "acme", "name": "ACME", "currency": "CNY", "timeZone": "UTC", "plan": "standard"}],
             "plans": [{"id": "standard", "currency": "CNY",
                        "prices": [{"path": "EIP", "direction": "OUT", "unit": "GB", "unitPrice": "0.80"}]}],
             "resources": [
               {"id": "border1", "kind": "NODE", "role": "BORDER"},
               {"id": "host1", "kind": "NODE", "role": "HOST"},
               {"id": "ecs2", "kind": "ECS", "account": "acme", "vpc": 1, "privateAddress": "10.0.0.12"},
               {"id": "eip-ecs2", "kind": "EIP", "account": "acme", "vpc": 1, "address": "203.0.113.20",
                "boundTo": "ecs2"}]}
            """;

    @TempDir
    private static Path data;

    private static EmbeddedStack stack;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        var applications = new Applications(Installation.current(), Deployment.TOGETHER);
        PartSource impatient = surroundings -> applications.parts(impatient(surroundings));
        var folder = new DataDirectory(data);
        stack = EmbeddedStack.start(folder, new Plan(Deployment.TOGETHER, List.of(impatient), 0), System.err::println);
        stack.awaitReady(Step.NOTHING);
        api = RunningApi.of(new StateFile(folder).read().orElseThrow().links());
        api.post("/v1/apply", new ObjectMapper().readTree(REGISTRY));
    }

    private static Surroundings impatient(Surroundings surroundings) {
        var environment = new HashMap<>(surroundings.environment());
        environment.put("TURNPIKE_AUDIT_SILENCE_SECONDS", "5");
        return new Surroundings(
                surroundings.data(), surroundings.ports(), surroundings.secrets(), environment, surroundings.say());
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
    }

    /** R8: the host alone does not make an ECS pay for what the border has to say. */
    @Test
    void shouldListAHoleAndChargeNobodyWhileAllBatchesOfTheBorderAreLost() throws Exception {
        var batches = new BorderBatches(
                resource("eip-ecs2"), resource("ecs2"), System.currentTimeMillis() / 60_000 * 60_000 - 120_000);
        for (int sequence = 0; sequence < BorderBatches.COUNT; sequence++) {
            send("host1", batches.ofHost(sequence));
        }
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(octets("ecs2", "path", "INTERNAL")).isEqualTo(BorderBatches.COUNT * BorderBatches.OCTETS);
            assertThat(findings("OPEN")).singleElement().satisfies(hole -> {
                assertThat(hole.path("node").asText()).isEqualTo("border1");
                assertThat(hole.path("kind").asText()).isEqualTo("HOLE");
                assertThat(hole.path("until").isNull()).isTrue();
            });
        });
        assertThat(octets("ecs2", "path", "ECS")).isZero();
        assertThat(octets("ecs2", "rule", "R8")).isEqualTo(BorderBatches.COUNT * BorderBatches.OCTETS);
        assertThat(items("/v1/usage", Map.of()))
                .allSatisfy(item ->
                        assertThat(item.path("chargeableOctets").asLong()).isZero());

        requireEvidence(batches);
    }

    /** The last batch first, as if the spool had been found in pieces. */
    private static void requireEvidence(BorderBatches batches) throws Exception {
        send("border1", batches.ofBorder(2));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(findings("OPEN"))
                        .singleElement()
                        .satisfies(hole -> {
                            assertThat(hole.path("octets").asLong()).isEqualTo(2 * BorderBatches.OCTETS);
                            assertThat(hole.path("firstSequence").asLong()).isZero();
                            assertThat(hole.path("lastSequence").asLong()).isEqualTo(1);
                        }));
        send("border1", batches.ofBorder(1));
        send("border1", batches.ofBorder(0));
        send("border1", batches.ofBorder(0));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(octets("eip-ecs2", "path", "EIP")).isEqualTo(BorderBatches.COUNT * BorderBatches.OCTETS);
            assertThat(findings("OPEN")).isEmpty();
        });
        assertThat(findings("CLOSED_BY_EVIDENCE")).isNotEmpty();
        assertThat(items("/v1/audit/totals", Map.of("node", "border1")))
                .singleElement()
                .satisfies(total -> {
                    assertThat(total.path("accountedOctets").asLong())
                            .isEqualTo(BorderBatches.COUNT * BorderBatches.OCTETS);
                    assertThat(total.path("differenceOctets").asLong()).isZero();
                });
    }

    private static long octets(String resource, String field, String value) throws ApiException {
        return items("/v1/usage", Map.of("resource", resource)).stream()
                .filter(item -> item.path(field).asText().equals(value))
                .mapToLong(item -> item.path("octets").asLong())
                .sum();
    }

    private static List<JsonNode> findings(String status) throws ApiException {
        return items("/v1/audit", Map.of("status", status));
    }

    private static List<JsonNode> items(String path, Map<String, String> query) throws ApiException {
        return api.get(path, query).path("items").valueStream().toList();
    }

    private static void send(String node, byte[] batch) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.engines().kafka().bootstrap(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.FLOWS, node, batch)).get();
        }
    }

    private static Resource resource(String id) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.engines().kafka().bootstrap());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(Topics.RESOURCES, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var found = new HashMap<String, byte[]>();
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(value -> found.put(value.key(), value.value()));
                return found.containsKey(id);
            });
            return ResourceCodec.decode(Objects.requireNonNull(found.get(id)));
        } catch (WireFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
