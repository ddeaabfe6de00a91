package io.turnpike.billing.live;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.LiveUsageCodec;
import io.turnpike.flow.Topics;
import io.turnpike.flow.WireFormatException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** The topic of live cells, read whole and without a group: every process of ours shows every resource. */
final class UsageTopic implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UsageTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int TIMEOUT_MILLIS = 5_000;

    private final KafkaConsumer<byte[], byte[]> consumer;

    UsageTopic(String bootstrap) {
        consumer = new KafkaConsumer<>(
                KafkaAccess.with(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Goes to the first value that is not older. */
    void seek(Instant from) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.USAGE).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + Topics.USAGE);
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        consumer.offsetsForTimes(partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), partition -> from.toEpochMilli())))
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        consumer.seek(partition, offset.offset());
                    }
                });
    }

    List<LiveUsage> poll() {
        List<LiveUsage> values = new ArrayList<>();
        consumer.poll(POLL).forEach(message -> {
            try {
                values.add(LiveUsageCodec.decode(message.value()));
            } catch (WireFormatException e) {
                LOG.debugf("A value of %s cannot be read: %s", Topics.USAGE, e.getMessage());
            }
        });
        return values;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
