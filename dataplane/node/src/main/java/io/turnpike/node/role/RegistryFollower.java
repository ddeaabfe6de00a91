package io.turnpike.node.role;

import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import io.turnpike.flow.Topics;
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
 * Reads the registry to its end, hands it on, then follows it. While Kafka is away the packet path keeps what it has:
 * nothing is handed on before a whole snapshot was read.
 */
public final class RegistryFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryFollower.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.RESOURCES, 0);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<Registry> listener;
    private final Map<String, Resource> resources = new HashMap<>();
    private final Thread thread;
    private volatile boolean running = true;
    private boolean pending = true;

    /** A follower whose listener is called on the follower's thread, for the snapshot and after each change */
    public RegistryFollower(String bootstrapServers, Consumer<Registry> listener) {
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        200),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("registry").unstarted(this::follow);
    }

    public void start() {
        thread.start();
    }

    private void follow() {
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        while (running) {
            try {
                poll();
            } catch (WakeupException e) {
                LOG.debug("stopping", e);
            } catch (KafkaException e) {
                LOG.warn("registry not readable, the packet path keeps what it has: {}", e.toString());
            } catch (RuntimeException e) {
                LOG.error("registry not applied; will try again with the next change", e);
            }
        }
        consumer.close();
    }

    private void poll() {
        ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofMillis(500));
        records.forEach(this::take);
        pending |= !records.isEmpty();
        if (pending && consumer.currentLag(PARTITION).orElse(1) == 0) {
            listener.accept(new Registry(resources));
            pending = false;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            resources.remove(record.key());
            return;
        }
        try {
            resources.put(record.key(), ResourceCodec.decode(record.value()));
        } catch (WireFormatException e) {
            LOG.error("registry value of {} is not readable and left as it was: {}", record.key(), e.getMessage());
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
