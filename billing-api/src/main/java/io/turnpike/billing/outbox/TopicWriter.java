package io.turnpike.billing.outbox;

import io.turnpike.flow.KafkaAccess;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes to a compacted topic of one partition. If a value fails, those after it may have got through; so the owner closes this
 * and starts again with the first that is not marked. A value may thus appear twice, but the last of each key is the newest.
 */
public final class TopicWriter implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;
    private final String name;
    private final KafkaProducer<String, ByteBuffer> producer;

    /** What a key is to have. */
    public record Value(String key, ByteBuffer octets) {}

    /** A writer to a topic that is made if it is not there. */
    public TopicWriter(String bootstrap, String name) {
        this.name = name;
        createIfAbsent(bootstrap, name);
        this.producer = new KafkaProducer<>(
                KafkaAccess.with(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        2 * TIMEOUT_MILLIS,
                        // What is written is small; the default of 32 MiB would be most of this process's heap.
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        4L << 20)),
                new StringSerializer(),
                new ByteBufferSerializer());
    }

    private static void createIfAbsent(String bootstrap, String name) {
        NewTopic topic = new NewTopic(name, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try (Admin admin = Admin.create(KafkaAccess.with(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS)))) {
            await(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            // Made before, by us or by the supervisor.
        }
    }

    /** Returns once all replicas have all values. */
    public void publish(List<Value> values) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Value value : values) {
            sent.add(producer.send(new ProducerRecord<>(name, value.key(), value.octets())));
        }
        sent.forEach(TopicWriter::await);
    }

    private static void await(Future<?> result) {
        try {
            result.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
