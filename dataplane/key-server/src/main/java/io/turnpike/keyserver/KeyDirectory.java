package io.turnpike.keyserver;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.Topics;
import io.turnpike.keyapi.KeyId;
import io.turnpike.registry.CompactedTopic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this server's entries of the topic {@link Topics#KEYS} equal to the keys that it holds, those that an earlier
 * process left included. Signing does not wait for it.
 */
final class KeyDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);

    private final String server;
    private final CompactedTopic<String> topic;
    private final KafkaProducer<String, byte[]> producer;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("key-directory").daemon().factory());
    private Set<KeyId> held;
    /** What the topic says of this server; null until it was read to its end. */
    private @Nullable Set<String> published;

    KeyDirectory(String server, String kafkaBootstrap, Set<KeyId> held) {
        this.server = server;
        this.held = held;
        topic = new CompactedTopic<>(
                Topics.KEYS, kafkaBootstrap, bytes -> new String(bytes, StandardCharsets.UTF_8), this::published);
        producer = new KafkaProducer<>(
                KafkaAccess.with(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafkaBootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        5000)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void start() {
        topic.start();
        var _ = worker.scheduleWithFixedDelay(this::reconcile, 0, 1, TimeUnit.SECONDS);
    }

    synchronized void held(Set<KeyId> ids) {
        held = ids;
    }

    private synchronized void published(Map<String, String> entries) {
        published = entries.keySet().stream()
                .filter(entry -> entry.endsWith("/" + server))
                .collect(Collectors.toSet());
    }

    /** Sends what differs; what is lost on the way still differs a second later. */
    private void reconcile() {
        Set<String> toAdd;
        Set<String> toRemove;
        synchronized (this) {
            Set<String> have = published;
            if (have == null) {
                return;
            }
            Set<String> wanted = held.stream().map(this::entry).collect(Collectors.toSet());
            toAdd = difference(wanted, have);
            toRemove = difference(have, wanted);
        }
        byte[] value = server.getBytes(StandardCharsets.UTF_8);
        toAdd.forEach(entry -> send(entry, value));
        toRemove.forEach(entry -> send(entry, null));
    }

    private void send(String entry, byte @Nullable [] value) {
        var _ = producer.send(new ProducerRecord<>(Topics.KEYS, 0, entry, value), (_, cause) -> {
            if (cause != null) {
                LOG.warn("{} is not told yet: {}", entry, cause.toString());
            }
        });
    }

    private static Set<String> difference(Set<String> left, Set<String> right) {
        return left.stream().filter(entry -> !right.contains(entry)).collect(Collectors.toSet());
    }

    private String entry(KeyId id) {
        return id.spkiSha256() + "/" + server;
    }

    @Override
    public void close() {
        worker.shutdownNow();
        topic.close();
        producer.close();
    }
}
