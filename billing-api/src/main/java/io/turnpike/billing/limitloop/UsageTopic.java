package io.turnpike.billing.limitloop;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.LiveUsageCodec;
import io.turnpike.flow.Topics;
import io.turnpike.flow.WireFormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** The topic of live usage, all partitions of it, from where reading went on last. */
final class UsageTopic implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UsageTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> offsets;
    private Set<TopicPartition> assigned = Set.of();
    private long lookedAtNanos;

    /** A reader that goes on at these offsets; a partition without any is read from its beginning. */
    UsageTopic(String bootstrap, Map<Integer, Long> offsets) {
        this.offsets = new HashMap<>(offsets);
        this.consumer = new KafkaConsumer<>(
                KafkaAccess.with(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        // Where the offset is no more (or not yet, in a new cluster), all that is there is read.
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        (int) POLL.toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** What came since; waits a moment for it. */
    List<LiveUsage> poll() throws InterruptedException {
        lookForPartitions();
        if (assigned.isEmpty()) {
            Thread.sleep(POLL);
            return List.of();
        }
        List<LiveUsage> usage = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            decode(message, usage);
            offsets.put(message.partition(), message.offset() + 1);
        }
        return usage;
    }

    private static void decode(ConsumerRecord<byte[], byte[]> message, List<LiveUsage> usage) {
        try {
            usage.add(LiveUsageCodec.decode(message.value() == null ? new byte[0] : message.value()));
        } catch (WireFormatException e) {
            // Nothing is lost by it: the node's next report has all of these octets too.
            LOG.warnf("Usage at %d/%d cannot be read: %s", message.partition(), message.offset(), e.getMessage());
        }
    }

    private void lookForPartitions() {
        boolean isTime = System.nanoTime() - lookedAtNanos > LOOK_FOR_PARTITIONS.toNanos();
        if (!assigned.isEmpty() && !isTime) {
            return;
        }
        try {
            assign(consumer.partitionsFor(Topics.USAGE, ASK).stream()
                    .map(PartitionInfo::partition)
                    .map(partition -> new TopicPartition(Topics.USAGE, partition))
                    .collect(Collectors.toSet()));
            lookedAtNanos = System.nanoTime();
        } catch (TimeoutException e) {
            LOG.debug("Kafka is away", e);
        }
    }

    private void assign(Set<TopicPartition> found) {
        Set<TopicPartition> added = new HashSet<>(found);
        added.removeAll(assigned);
        if (added.isEmpty()) {
            return;
        }
        consumer.assign(found);
        for (TopicPartition partition : added) {
            Long offset = offsets.get(partition.partition());
            if (offset == null) {
                consumer.seekToBeginning(Set.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        }
        assigned = found;
    }

    /** Where reading has to go on. */
    Map<Integer, Long> offsets() {
        return Map.copyOf(offsets);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
