package io.turnpike.collector;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers spooled batches to Kafka in order, and removes each when all in-sync replicas have it. While the broker is
 * away batches stay on disk. A batch whose acknowledgement was lost is offered again as it is; its number tells the
 * metering job that it is the same.
 */
public final class BatchPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchPublisher.class);

    private final byte[] key;
    private final Spool spool;
    private final KafkaProducer<byte[], byte[]> producer;

    public BatchPublisher(String node, String bootstrapServers, Spool spool) {
        this.key = node.getBytes(StandardCharsets.UTF_8);
        this.spool = spool;
        this.producer = new KafkaProducer<>(
                KafkaAccess.with(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        node,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        20_000,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        8 << 20,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        16L << 20)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Publishes all that is released.
     *
     * @return how many batches the broker took; fewer than there were if it is away
     */
    public int publishReleased() throws IOException, InterruptedException {
        int published = 0;
        for (Path batch : spool.released()) {
            if (!publish(batch)) {
                break;
            }
            published++;
        }
        return published;
    }

    private boolean publish(Path batch) throws IOException, InterruptedException {
        try {
            producer.send(new ProducerRecord<>(Topics.FLOWS, key, Spool.read(batch)))
                    .get(30, TimeUnit.SECONDS);
            spool.remove(batch);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("broker did not take {}; it stays on disk: {}", batch.getFileName(), e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
