package io.turnpike.metering.job;

import io.turnpike.flow.KafkaAccess;
import io.turnpike.flow.Topics;
import io.turnpike.metering.operators.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** What the job has of Kafka: flow batches in, dead letters out. */
final class KafkaEnds {
    private static final List<NewTopic> TOPICS = List.of(
            topic(Topics.FLOWS, 4),
            topic(Topics.FLOWS_DEAD_LETTER, 1),
            topic(Topics.RESOURCES, 1).configs(Map.of("cleanup.policy", "compact")));

    private KafkaEnds() {}

    /** With as many replicas as the brokers' default says. */
    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    /** Creates the topics that are not there yet. */
    static void createTopics(String bootstrap) throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(KafkaAccess.with(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap)))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> absent = TOPICS.stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            admin.createTopics(absent).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    static KafkaSource<byte[]> flows(String bootstrap) {
        return KafkaSource.<byte[]>builder()
                .setProperties(access())
                .setBootstrapServers(bootstrap)
                .setTopics(Topics.FLOWS)
                .setGroupId("turnpike-metering")
                // Where it goes on is the checkpoint's business; this is for a job without any.
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new Value())
                .build();
    }

    static KafkaSink<DeadLetter> deadLetters(String bootstrap) {
        return KafkaSink.<DeadLetter>builder()
                .setKafkaProducerConfig(access())
                .setBootstrapServers(bootstrap)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new Letter())
                .setProperty("max.request.size", Integer.toString(64 << 20))
                .build();
    }

    private static Properties access() {
        Properties properties = new Properties();
        properties.putAll(KafkaAccess.properties());
        return properties;
    }

    private static final class Value implements KafkaRecordDeserializationSchema<byte[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<byte[]> out) {
            // A value that is missing is a batch that cannot be read, and is treated as one.
            out.collect(record.value() == null ? new byte[0] : record.value());
        }

        @Override
        public TypeInformation<byte[]> getProducedType() {
            return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
        }
    }

    private static final class Letter implements KafkaRecordSerializationSchema<DeadLetter> {
        private static final long serialVersionUID = 1L;

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.FLOWS_DEAD_LETTER, letter.value());
            record.headers()
                    .add(new RecordHeader(Topics.REASON_HEADER, letter.reason().getBytes(StandardCharsets.UTF_8)));
            return record;
        }
    }
}
