package io.turnpike.standalone.lab;

import static org.awaitility.Awaitility.await;

import io.turnpike.flow.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.NullMarked;

/** The broker of a running stack, by its own clients. */
@NullMarked
final class Topic implements AutoCloseable {
    private final Map<String, Object> bootstrap;
    private final KafkaProducer<String, byte[]> producer;

    Topic(int port) {
        bootstrap = Map.of("bootstrap.servers", "127.0.0.1:" + port);
        producer = new KafkaProducer<>(bootstrap, new StringSerializer(), new ByteArraySerializer());
    }

    void send(String topic, String key, byte[] value) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reasons of the dead letters, once there are at least so many. */
    List<String> awaitReasons(String topic, int count) {
        List<String> reasons = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(bootstrap, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(letter -> reasons.add(new String(
                                letter.headers()
                                        .lastHeader(Topics.REASON_HEADER)
                                        .value(),
                                StandardCharsets.UTF_8)));
                return reasons.size() >= count;
            });
        }
        return reasons;
    }

    @Override
    public void close() {
        producer.close();
    }
}
