package io.turnpike.standalone.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;

/** The child process: formats the directory at its first start, serves, creates our topics, ends on SIGTERM. */
public final class KafkaBroker {
    private KafkaBroker() {}

    /** Arguments: directory, broker port, controller port, health port. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        var config = new BrokerConfig(Path.of(args[0]), port, Integer.parseInt(args[2]));
        var health = HealthEndpoint.start(Integer.parseInt(args[3]));
        format(config);
        var server = new KafkaRaftServer(new KafkaConfig(config.settings(), false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop"));
        server.startup();
        requireTopics(port);
        health.up();
        server.awaitShutdown();
    }

    private static void requireTopics(int port) throws InterruptedException, ExecutionException {
        OurTopics.require("127.0.0.1:" + port);
    }

    private static void format(BrokerConfig config) throws IOException {
        Files.createDirectories(config.directory());
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                    .setClusterId(clusterId(config.directory()))
                    .setNodeId(BrokerConfig.NODE_ID)
                    .setControllerListenerName(BrokerConfig.CONTROLLER)
                    .setMetadataLogDirectory(config.directory().toString())
                    .addDirectory(config.directory().toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException | FormatterException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format " + config.directory(), e);
        }
    }

    /** A formatted directory belongs to its cluster for good, so the name of the cluster is kept beside it. */
    private static String clusterId(Path directory) throws IOException {
        var file = directory.resolveSibling(directory.getFileName() + "-cluster-id");
        if (!Files.exists(file)) {
            Files.writeString(file, Uuid.randomUuid().toString());
        }
        return Files.readString(file);
    }
}
