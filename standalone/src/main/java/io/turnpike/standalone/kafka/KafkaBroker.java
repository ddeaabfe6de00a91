package io.turnpike.standalone.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;

/** The child process: formats the directory at its first start, serves, creates our topics, ends on SIGTERM. */
public final class KafkaBroker {
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(10);

    private KafkaBroker() {}

    /** Arguments: file of the cluster's id, directory, own id, {@code port:controller-port:health-port} of each broker. */
    public static void main(String[] args) throws Exception {
        var words = List.of(args);
        var brokers = Broker.ofWords(words.subList(3, words.size()));
        var self = brokers.get(Integer.parseInt(words.get(2)) - 1);
        var config = new BrokerConfig(Path.of(words.get(1)), self, brokers);
        format(config, Files.readString(Path.of(words.get(0))));
        var server = new KafkaRaftServer(new KafkaConfig(config.settings(), false), Time.SYSTEM);
        var health = HealthEndpoint.start(self.healthPort());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, brokers.size()), "stop"));
        server.startup();
        if (self.name().equals(Kafka.NAME)) {
            new OurTopics(brokers.size()).require(self.bootstrap());
        }
        health.up();
        server.awaitShutdown();
    }

    /** The last of several has no quorum any more to take its leave of: what is acknowledged is on disk all the same. */
    private static void stop(KafkaRaftServer server, int brokers) {
        var stopping = Thread.ofPlatform().daemon().start(server::shutdown);
        try {
            stopping.join(brokers == 1 ? Duration.ofDays(1) : LEAVE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void format(BrokerConfig config, String clusterId) throws IOException {
        Files.createDirectories(config.directory());
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                    .setClusterId(clusterId)
                    .setNodeId(config.self().id())
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
}
