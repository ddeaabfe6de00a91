package io.turnpike.standalone.kafka;

import io.turnpike.flow.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the wire contract, each on so many brokers. */
record OurTopics(int replicas) {
    private static final int FLOWS_PARTITIONS = 4;
    private static final String AN_HOUR = "3600000";
    private static final long LOOK_AGAIN_MILLIS = 200;

    /** Returns when they are there, for which all brokers have to be. */
    void require(String bootstrap) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrap))) {
            for (var topic : topics()) {
                while (!isPresent(admin, topic)) {
                    Thread.sleep(LOOK_AGAIN_MILLIS);
                }
            }
        }
    }

    private List<NewTopic> topics() {
        return List.of(
                topic(Topics.FLOWS, FLOWS_PARTITIONS),
                topic(Topics.FLOWS_DEAD_LETTER, 1),
                compacted(Topics.RESOURCES),
                compacted(Topics.LIMITS),
                compacted(Topics.KEYS),
                topic(Topics.USAGE, 1).configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, AN_HOUR)));
    }

    private NewTopic topic(String name, int partitions) {
        return new NewTopic(name, partitions, (short) replicas);
    }

    private NewTopic compacted(String name) {
        return topic(name, 1).configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /** False while fewer brokers are up than it wants. */
    private static boolean isPresent(Admin admin, NewTopic topic) throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidReplicationFactorException) {
                return false;
            }
            if (e.getCause() instanceof TopicExistsException) {
                return true;
            }
            throw e;
        }
    }
}
