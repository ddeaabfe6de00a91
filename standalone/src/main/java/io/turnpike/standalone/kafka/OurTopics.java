package io.turnpike.standalone.kafka;

import io.turnpike.flow.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the wire contract. */
final class OurTopics {
    private static final short REPLICAS = 1;
    private static final int FLOWS_PARTITIONS = 4;
    private static final String AN_HOUR = "3600000";

    private OurTopics() {}

    static void require(String bootstrap) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrap))) {
            for (var created : admin.createTopics(topics()).values().values()) {
                awaitPresence(created);
            }
        }
    }

    private static List<NewTopic> topics() {
        return List.of(
                new NewTopic(Topics.FLOWS, FLOWS_PARTITIONS, REPLICAS),
                new NewTopic(Topics.FLOWS_DEAD_LETTER, 1, REPLICAS),
                compacted(Topics.RESOURCES),
                compacted(Topics.LIMITS),
                compacted(Topics.KEYS),
                new NewTopic(Topics.USAGE, 1, REPLICAS).configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, AN_HOUR)));
    }

    private static NewTopic compacted(String name) {
        return new NewTopic(name, 1, REPLICAS)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private static void awaitPresence(KafkaFuture<Void> created) throws InterruptedException, ExecutionException {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
