package io.turnpike.registry;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.WireFormatException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a compacted topic of one partition to its end, hands on what it says, then follows it. While Kafka is away
 * whoever listens keeps what it has: nothing is handed on before a whole snapshot was read.
 */
public final class CompactedTopic<V> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedTopic.class);

    private final TopicPartition partition;
    private final Decoder<V> decoder;
    private final Consumer<Map<String, V>> listener;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, V> values = new HashMap<>();
    private final Thread thread;
    private volatile boolean running = true;
    private boolean pending = true;

    /** Reads one value. */
    public interface Decoder<V> {
        V decode(byte[] bytes) throws WireFormatException;
    }

    /** A follower whose listener is called on the follower's thread, for the snapshot and after each change */
    public CompactedTopic(
            String topic, String bootstrapServers, Decoder<V> decoder, Consumer<Map<String, V>> listener) {
        this.partition = new TopicPartition(topic, 0);
        this.decoder = decoder;
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(
                KafkaAccess.with(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        200)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name(topic).unstarted(this::follow);
    }

    public void start() {
        thread.start();
    }

    private void follow() {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (running) {
            try {
                poll();
            } catch (WakeupException e) {
                LOG.debug("stopping", e);
            } catch (KafkaException e) {
                LOG.warn("{} is not readable, what was applied stays: {}", partition.topic(), e.toString());
            } catch (RuntimeException e) {
                LOG.error("{} not applied; will try again with the next change", partition.topic(), e);
            }
        }
        consumer.close();
    }

    private void poll() {
        ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofMillis(500));
        records.forEach(this::take);
        pending |= !records.isEmpty();
        if (pending && consumer.currentLag(partition).orElse(1) == 0) {
            listener.accept(Map.copyOf(values));
            pending = false;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            values.remove(record.key());
            return;
        }
        try {
            values.put(record.key(), decoder.decode(record.value()));
        } catch (WireFormatException e) {
            LOG.error(
                    "the value of {} in {} is not readable and left as it was: {}",
                    record.key(),
                    partition.topic(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        running = false;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
