package io.turnpike.standalone.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A broker's settings; what is not here is Kafka's default, the flushing of logs among it.
 *
 * @param self one of the brokers
 */
record BrokerConfig(Path directory, Broker self, List<Broker> brokers) {
    static final String CONTROLLER = "CONTROLLER";

    BrokerConfig {
        brokers = List.copyOf(brokers);
    }

    Map<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", self.id());
        settings.put(
                "controller.quorum.voters", brokers.stream().map(Broker::voter).collect(Collectors.joining(",")));
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("listeners", listener() + "," + CONTROLLER + "://127.0.0.1:" + self.controllerPort());
        settings.put("advertised.listeners", listener());
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.putAll(replication());
        settings.putAll(brokers.size() == 1 ? alone() : oneOfMany());
        return settings;
    }

    /** What is acknowledged is on all brokers but one. */
    private Map<String, Object> replication() {
        var replicas = Integer.toString(brokers.size());
        var inSync = Integer.toString(Math.max(1, brokers.size() - 1));
        return Map.of(
                "default.replication.factor", replicas,
                "min.insync.replicas", inSync,
                "offsets.topic.replication.factor", replicas,
                "transaction.state.log.replication.factor", replicas,
                "transaction.state.log.min.isr", inSync,
                "share.coordinator.state.topic.replication.factor", replicas,
                "share.coordinator.state.topic.min.isr", inSync);
    }

    /** After kill -9 the controller fences the broker's last life only when its session is over. */
    private static Map<String, Object> alone() {
        return Map.of("broker.session.timeout.ms", "2000", "broker.heartbeat.interval.ms", "500");
    }

    /** The cleaner's default buffer would be most of the heap of each of several small brokers. */
    private static Map<String, Object> oneOfMany() {
        return Map.of(
                "broker.session.timeout.ms",
                "6000",
                "broker.heartbeat.interval.ms",
                "1000",
                "log.cleaner.dedupe.buffer.size",
                Integer.toString(16 << 20));
    }

    private String listener() {
        return "PLAINTEXT://" + self.bootstrap();
    }
}
