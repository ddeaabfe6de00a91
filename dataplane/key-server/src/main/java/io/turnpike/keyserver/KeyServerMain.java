package io.turnpike.keyserver;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one key server. */
public final class KeyServerMain {
    private static final Logger LOG = LoggerFactory.getLogger(KeyServerMain.class);

    private KeyServerMain() {}

    public static void main(String[] args) throws IOException {
        try {
            run(KeyServerConfig.from(System.getenv()));
        } catch (IllegalArgumentException | UnusableKeysException e) {
            System.err.println("turnpike key server: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void run(KeyServerConfig config) throws IOException, UnusableKeysException {
        Counters counters = new Counters();
        KeyRing keys = new KeyRing(new KeyFolder(config.keyFolder()));
        KeyDirectory directory = new KeyDirectory(config.name(), config.kafkaBootstrap(), keys.ids());
        KeyServer server = new KeyServer(config, keys, counters);
        StatusEndpoint status = new StatusEndpoint(config.healthPort(), keys, counters);
        keys.watch(directory::held);
        directory.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            keys.close();
            server.close();
            directory.close();
            status.close();
        }));
        LOG.info(
                "{} is up at {} with {} keys",
                config.name(),
                config.listen(),
                keys.ids().size());
    }
}
