package io.turnpike.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import io.turnpike.flow.SnatEntry;
import io.turnpike.flow.Topics;
import io.turnpike.flow.WireFormatException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(Stores.class)
class OutboxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.RESOURCES, 0);

    @TestHTTPResource("/")
    URI root = URI.create("");

    @ConfigProperty(name = "turnpike.kafka.bootstrap")
    String bootstrap = "";

    private static String ecs(String account, String privateAddress) {
        return "{'id': 'ecs-out', 'kind': 'ECS', 'account': '%s', 'vpc': 9, 'privateAddress': '%s'}"
                .formatted(account, privateAddress);
    }

    private static final String[] NAT = {
        ecs("acme", "10.9.0.50").replace("ecs-out", "ecs-nat"),
        "{'id': 'eip-out', 'kind': 'EIP', 'account': 'acme', 'vpc': 9, 'address': '203.0.113.99', 'boundTo': 'nat-out'}",
        "{'id': 'nat-out', 'kind': 'NAT', 'account': 'acme', 'vpc': 9,"
                + " 'snat': [{'source': '10.9.0.50/32', 'eips': ['eip-out']}], 'dnat': [{'eip': 'eip-out',"
                + " 'protocol': 'UDP', 'port': 53, 'resource': 'ecs-nat', 'resourcePort': 5353}]}"
    };

    private List<Resource> published() throws WireFormatException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", 2000, "request.timeout.ms", 1000);
        List<Resource> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            while (consumer.position(PARTITION) < end) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    Resource value = ResourceCodec.decode(message.value());
                    assertThat(message.key()).isEqualTo(value.id());
                    values.add(value);
                }
            }
        }
        return values;
    }

    private static long versionOf(Api.Answer answer) {
        return answer.json().get("registryVersion").asLong();
    }

    private void awaitVersion(long version) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(published())
                        .last()
                        .extracting(Resource::registryVersion)
                        .isEqualTo(version));
    }

    @Test
    void shouldPublishEverythingOnceAndInOrderWheneverKafkaIsThere(@TempDir Path directory) throws Exception {
        Api api = new Api(root, Stores.OPERATOR_KEY);
        long first = versionOf(api.apply(ecs("acme", "10.9.0.1")));
        api.apply(NAT);
        long whileAway = versionOf(api.apply(ecs("acme", "10.9.0.2")));
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap)) {
            awaitVersion(whileAway);
        }
        long whileAwayAgain = versionOf(api.apply(ecs("globex", "10.9.0.2")));
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap)) {
            awaitVersion(whileAwayAgain);
            assertThat(versionOf(api.apply(ecs("globex", "10.9.0.2")))).isEqualTo(whileAwayAgain);
            awaitVersion(versionOf(api.apply(ecs("globex", "10.9.0.3"))));
            List<Resource> values = published();
            List<Long> versions = values.stream().map(Resource::registryVersion).toList();
            // What other tests applied may come before, or went to a broker of theirs.
            assertThat(versions.getFirst()).isLessThanOrEqualTo(first);
            assertThat(versions)
                    .isEqualTo(LongStream.rangeClosed(versions.getFirst(), versions.getLast())
                            .boxed()
                            .toList());
            historyOf(values.getLast());
            configurationOf(values, "nat-out");
        }
    }

    private static void historyOf(Resource resource) {
        assertThat(resource.bindings())
                .hasSize(4)
                .extracting(Binding::bindingId)
                .doesNotHaveDuplicates();
        assertThat(resource.bindings())
                .extracting(Binding::account)
                .containsExactly("acme", "acme", "globex", "globex");
        for (int i = 1; i < resource.bindings().size(); i++) {
            assertThat(resource.bindings().get(i).validFromMillis())
                    .isEqualTo(resource.bindings().get(i - 1).validToMillis());
        }
        assertThat(resource.openBinding()).isPresent();
    }

    private static void configurationOf(List<Resource> values, String nat) {
        IpAddress server = IpAddress.parse("10.9.0.50");
        assertThat(values)
                .filteredOn(value -> value.id().equals(nat))
                .extracting(Resource::configuration)
                .containsExactly(new Configuration.NatGateway(
                        List.of(new SnatEntry(new IpPrefix(server, 32), List.of("eip-out"))),
                        List.of(new DnatEntry("eip-out", 17, 53, "ecs-nat", new Endpoint(server, 5353)))));
    }
}
