package io.turnpike.billing.http;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A real broker that a test starts and stops, on a port that was chosen before. */
public final class KafkaBroker implements AutoCloseable {
    private final KafkaRaftServer server;

    private KafkaBroker(KafkaRaftServer server) {
        this.server = server;
    }

    /** Starts on a directory; a second start on the same one continues where the first ended. */
    public static KafkaBroker start(Path directory, String bootstrap) throws Exception {
        int controllerPort = Stores.freePort();
        format(directory);
        KafkaRaftServer server = new KafkaRaftServer(
                new KafkaConfig(
                        Map.ofEntries(
                                Map.entry("process.roles", "broker,controller"),
                                Map.entry("node.id", "1"),
                                Map.entry(
                                        "listeners",
                                        "PLAINTEXT://" + bootstrap + ",CONTROLLER://127.0.0.1:" + controllerPort),
                                Map.entry("controller.listener.names", "CONTROLLER"),
                                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                                Map.entry("log.dirs", directory.toString()),
                                Map.entry("broker.session.timeout.ms", "2000"),
                                Map.entry("broker.heartbeat.interval.ms", "500"),
                                Map.entry("num.network.threads", "1"),
                                Map.entry("num.io.threads", "2"),
                                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                                Map.entry("offsets.topic.replication.factor", "1")),
                        false),
                Time.SYSTEM);
        server.startup();
        return new KafkaBroker(server);
    }

    private static void format(Path directory) throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(directory);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString())
                .run();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
