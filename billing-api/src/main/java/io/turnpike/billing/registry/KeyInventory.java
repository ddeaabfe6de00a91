package io.turnpike.billing.registry;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which private keys the key servers hold, as they say themselves in the topic {@link Topics#KEYS}. */
@ApplicationScoped
class KeyInventory {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final TopicPartition PARTITION = new TopicPartition(Topics.KEYS, 0);

    private final String bootstrap;

    KeyInventory(@ConfigProperty(name = "turnpike.kafka.bootstrap") String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Whether any key server holds the key with this SHA-256 of the SubjectPublicKeyInfo, in lower-case hex.
     *
     * @return what throws {@link KeysUnknownException} when it is asked, if Kafka did not answer in time: a declaration
     *     whose certificates are all known already asks for none
     */
    Predicate<String> read() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            Set<String> held = new HashSet<>();
            if (!consumer.partitionsFor(Topics.KEYS).isEmpty()) {
                readToEnd(consumer).forEach(entry -> held.add(entry.substring(0, entry.indexOf('/'))));
            }
            return held::contains;
        } catch (KafkaException e) {
            return fingerprint -> {
                throw new KeysUnknownException(e);
            };
        }
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                KafkaAccess.with(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS)),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** The keys of the topic that have a value. */
    private static Set<String> readToEnd(KafkaConsumer<String, String> consumer) {
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        long deadline = System.nanoTime() + Duration.ofMillis(TIMEOUT_MILLIS).toNanos();
        Set<String> entries = new HashSet<>();
        while (consumer.position(PARTITION) < end) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the topic " + Topics.KEYS + " was not read to its end in time");
            }
            consumer.poll(Duration.ofMillis(100)).forEach(message -> note(message, entries));
        }
        return entries;
    }

    private static void note(ConsumerRecord<String, String> message, Set<String> entries) {
        if (message.key() == null || message.key().indexOf('/') < 0) {
            return;
        }
        if (message.value() == null) {
            entries.remove(message.key());
        } else {
            entries.add(message.key());
        }
    }
}
