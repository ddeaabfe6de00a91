package io.turnpike.metering.job;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import io.turnpike.flow.Topics;
import io.turnpike.flow.WireFormatException;
import io.turnpike.metering.registry.ResourceFeed;
import io.turnpike.metering.registry.ResourceReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry from its topic. Without a consumer group: every reader reads all of it. */
final class KafkaResourceFeed implements ResourceFeed {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(KafkaResourceFeed.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.RESOURCES, 0);
    private static final Duration POLL = Duration.ofMillis(200);

    /** As of where the job is put together: the readers run in other processes. */
    private final HashMap<String, Object> settings;

    KafkaResourceFeed(String bootstrap) {
        this.settings = new HashMap<>(KafkaAccess.with(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest")));
    }

    @Override
    public ResourceReader open() {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        return new Reader(consumer);
    }

    private record Reader(KafkaConsumer<byte[], byte[]> consumer) implements ResourceReader {
        @Override
        public List<Resource> readToEnd() {
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            List<Resource> resources = new ArrayList<>();
            while (consumer.position(PARTITION) < end) {
                resources.addAll(poll(POLL));
            }
            return resources;
        }

        @Override
        public List<Resource> poll(Duration timeout) {
            List<Resource> resources = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
                read(record).ifPresent(resources::add);
            }
            return resources;
        }

        // A deleted value says nothing: usage of the past still needs the bindings that we know.
        private static Optional<Resource> read(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(ResourceCodec.decode(record.value()));
            } catch (WireFormatException e) {
                LOG.error("A value of the registry at offset {} is left out: {}", record.offset(), e.getMessage());
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
