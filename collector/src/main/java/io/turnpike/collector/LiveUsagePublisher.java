package io.turnpike.collector;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.LiveUsageCodec;
import io.turnpike.flow.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once a second what the cells say, for limits and live charts. Nothing is kept for a broker that is away: cells are
 * cumulative, so the next value says it all, and at most one value is ever under way. It has a thread and a producer of
 * its own, so that it can delay neither an interval nor a batch.
 */
public final class LiveUsagePublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveUsagePublisher.class);
    private static final long INTERVAL_MILLIS = 1_000;

    private final byte[] key;
    private final LiveUsageSource source;
    private final IntervalClock clock;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("live-usage").unstarted(this::run);
    private @Nullable Future<RecordMetadata> underWay;
    private volatile boolean failing;

    public LiveUsagePublisher(String node, String bootstrapServers, LiveUsageSource source, IntervalClock clock) {
        this.key = node.getBytes(StandardCharsets.UTF_8);
        this.source = source;
        this.clock = clock;
        this.producer = new KafkaProducer<>(
                KafkaAccess.with(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        node + "-live",
                        ProducerConfig.ACKS_CONFIG,
                        "1",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        1_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        2_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        3_000,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        2L << 20)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void start() {
        thread.start();
    }

    /** Values that the broker took. */
    public long published() {
        return published.get();
    }

    /** Values that it did not take. */
    public long failures() {
        return failures.get();
    }

    private void run() {
        while (!awaitStop()) {
            publish();
        }
    }

    private boolean awaitStop() {
        long now = clock.nowMillis();
        try {
            return stopping.await(IntervalClock.nextBoundary(now, INTERVAL_MILLIS) - now, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void publish() {
        if (underWay != null && !underWay.isDone()) {
            return;
        }
        try {
            byte[] value = LiveUsageCodec.encode(source.read());
            underWay = producer.send(
                    new ProducerRecord<>(Topics.USAGE, key, value), (metadata, problem) -> ended(problem));
        } catch (RuntimeException e) {
            ended(e);
        }
    }

    private void ended(@Nullable Exception problem) {
        if (problem == null) {
            published.incrementAndGet();
        } else {
            failures.incrementAndGet();
            if (!failing) {
                LOG.warn("live usage is not published, and will be when the broker is back: {}", problem.toString());
            }
        }
        failing = problem != null;
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }
}
