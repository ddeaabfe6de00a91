package io.turnpike.billing.limitloop;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.LimitCodec;
import io.turnpike.flow.Topics;
import io.turnpike.flow.WireFormatException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/** Reads back what the topic of limits says. */
final class LimitTopic {
    private static final Logger LOG = Logger.getLogger(LimitTopic.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.LIMITS, 0);
    private static final int TIMEOUT_MILLIS = 10_000;

    private LimitTopic() {}

    /** The newest version of each resource. */
    static Map<String, Long> versions(String bootstrap) {
        Map<String, Long> versions = new HashMap<>();
        Map<String, Object> settings = KafkaAccess.with(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(PARTITION));
            consumer.seekToBeginning(Set.of(PARTITION));
            long end = consumer.endOffsets(Set.of(PARTITION)).getOrDefault(PARTITION, 0L);
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> take(message, versions));
            }
        }
        return versions;
    }

    private static void take(ConsumerRecord<String, byte[]> message, Map<String, Long> versions) {
        versions.remove(message.key());
        if (message.value() == null) {
            return;
        }
        try {
            versions.put(message.key(), LimitCodec.decode(message.value()).version());
        } catch (WireFormatException e) {
            LOG.warnf(
                    "The limit of %s in the topic cannot be read, it is written anew: %s",
                    message.key(), e.getMessage());
        }
    }
}
