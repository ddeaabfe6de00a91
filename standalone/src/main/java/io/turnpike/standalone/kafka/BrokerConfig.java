package io.turnpike.standalone.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The broker's settings; what is not here is Kafka's default, the flushing of logs among it. */
record BrokerConfig(Path directory, int port, int controllerPort) {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final String ONE = "1";

    Map<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE_ID);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("listeners", broker() + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", broker());
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        // After kill -9 the controller fences the broker's last life only when its session is over.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("offsets.topic.replication.factor", ONE);
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", ONE);
        settings.put("transaction.state.log.min.isr", ONE);
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", ONE);
        settings.put("share.coordinator.state.topic.min.isr", ONE);
        settings.put("group.initial.rebalance.delay.ms", "0");
        return settings;
    }

    private String broker() {
        return "PLAINTEXT://127.0.0.1:" + port;
    }
}
