package io.turnpike.billing.http;

import io.turnpike.flow.Limit;
import io.turnpike.flow.LimitCodec;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.LiveUsageCodec;
import io.turnpike.flow.Topics;
import io.turnpike.flow.WireFormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A border node: says on the topic usage what it counted, again and again; and what is on the topic limits. */
final class UsageFeed implements AutoCloseable {
    static final long EPOCH = 1_799_000_000_000L;
    private static final TopicPartition LIMITS = new TopicPartition(Topics.LIMITS, 0);

    private final String bootstrap;
    private final KafkaProducer<String, byte[]> producer;
    private final ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor();
    private volatile @Nullable LiveUsage report;

    UsageFeed(String bootstrap) {
        this.bootstrap = bootstrap;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer());
        var _ = seconds.scheduleAtFixedRate(this::publish, 0, 300, TimeUnit.MILLISECONDS);
    }

    /** From now on it says this. */
    void report(long epoch, long limitsVersion, LiveCell... cells) {
        report = new LiveUsage("border1", epoch, 0, limitsVersion, List.of(cells));
        publish();
    }

    private void publish() {
        LiveUsage now = report;
        if (now != null) {
            long at = new ShiftedClock().instant().toEpochMilli();
            send(LiveUsageCodec.encode(
                    new LiveUsage(now.node(), now.countersEpoch(), at, now.limitsVersion(), now.cells())));
        }
    }

    private void send(byte[] value) {
        var _ = producer.send(new ProducerRecord<>(Topics.USAGE, "border1", value));
    }

    void garbage() throws Exception {
        producer.send(new ProducerRecord<>(Topics.USAGE, "border1", new byte[] {1, 2, 3}))
                .get();
    }

    /** All limits of a resource that were ever published, in the order of the topic. */
    List<Limit> limits(String resource) throws WireFormatException {
        return limits().stream()
                .filter(limit -> limit.resourceId().equals(resource))
                .toList();
    }

    List<Limit> limits() throws WireFormatException {
        List<Limit> limits = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap, "default.api.timeout.ms", 5000, "allow.auto.create.topics", "false");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(LIMITS));
            consumer.seekToBeginning(List.of(LIMITS));
            long end = consumer.endOffsets(List.of(LIMITS)).getOrDefault(LIMITS, 0L);
            while (consumer.position(LIMITS) < end) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    limits.add(LimitCodec.decode(message.value()));
                }
            }
        }
        return limits;
    }

    @Override
    public void close() {
        seconds.shutdownNow();
        producer.close();
    }
}
