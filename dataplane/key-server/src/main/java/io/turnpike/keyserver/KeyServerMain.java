package io.turnpike.keyserver;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one key server. */
public final class KeyServerMain {
    private static final Logger LOG = LoggerFactory.getLogger(KeyServerMain.class);

    private KeyServerMain() {}

    public static void main(String[] args) {
        try {
            run(KeyServerConfig.from(System.getenv()));
        } catch (IllegalArgumentException | UnusableKeysException e) {
            refuse(2, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            refuse(1, e.toString());
        }
    }

    private static void refuse(int exitCode, String reason) {
        System.err.println("turnpike key server: " + reason);
        System.exit(exitCode);
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
