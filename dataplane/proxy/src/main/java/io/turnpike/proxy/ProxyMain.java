package io.turnpike.proxy;

import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import io.turnpike.flow.Topics;
import io.turnpike.keyapi.KeyClientConfig;
import io.turnpike.proxy.tls.KeylessTls;
import io.turnpike.registry.CompactedTopic;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one proxy. It keeps serving by what it knows while Kafka is away. */
public final class ProxyMain {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyMain.class);

    private ProxyMain() {}

    public static void main(String[] args) throws IOException {
        ProxyConfig config;
        try {
            config = ProxyConfig.from(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("turnpike proxy: " + e.getMessage());
            System.exit(2);
            return;
        }
        run(config);
    }

    /** Without key servers there are no HTTPS listeners to serve. */
    private static TlsTermination tls(ProxyConfig config, Map<String, String> environment) throws IOException {
        return environment.containsKey("TURNPIKE_KEY_SERVERS")
                ? new KeylessTls(
                        KeyClientConfig.from(environment, config.networkNamespace()),
                        KeylessTls.DEFAULT_HANDSHAKE_TIMEOUT)
                : new NoTls();
    }

    private static void run(ProxyConfig config) throws IOException {
        TlsTermination tls = tls(config, System.getenv());
        ProxyServer server = new ProxyServer(
                config.name(), config.threads(), new LoopThreads(config.networkNamespace()), tls, Timeouts.DEFAULT);
        CompactedTopic<Resource> registry = new CompactedTopic<>(
                Topics.RESOURCES,
                config.kafkaBootstrap(),
                ResourceCodec::decode,
                resources -> server.apply(new Registry(resources)));
        registry.start();
        ProxyStatus status = new ProxyStatus(config.healthPort(), server, tls);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            registry.close();
            server.close();
            tls.close();
            status.close();
        }));
        LOG.info("{} is up with {} event loops", config.name(), config.threads());
    }
}
