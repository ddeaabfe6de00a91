package io.turnpike.node;

import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.Spool;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import io.turnpike.flow.Topics;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.upgrade.Upgrade;
import io.turnpike.registry.CompactedTopic;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the packet path of this version in the place of another's that is at work. */
final class VersionChange {
    private static final Logger LOG = LoggerFactory.getLogger(VersionChange.class);

    private VersionChange() {}

    /**
     * Without Kafka it waits: the other version goes on forwarding and counting.
     *
     * @param configure brings a registry into the new maps
     * @return whether there was another version
     */
    static boolean ifNeeded(
            NodeConfig config,
            PacketPath path,
            Consumer<Registry> configure,
            Allocator allocator,
            ConnectionCounts connections,
            Spool spool,
            IntervalClock clock)
            throws IOException {
        List<Path> others = path.otherVersions();
        if (others.isEmpty()) {
            return false;
        }
        LOG.info("another version of the packet path is at work on {}: carrying its sessions over", others);
        Registry registry = registry(config.kafkaBootstrap());
        configure.accept(registry);
        Upgrade upgrade = new Upgrade(
                others,
                path::copy,
                new Upgrade.Target(
                        config.name(),
                        path.object(),
                        allocator,
                        connections,
                        path.interfaceCells(),
                        registry.version()));
        upgrade.carryOver();
        path.attach();
        upgrade.finish(spool, clock);
        return true;
    }

    private static Registry registry(String kafka) {
        CompletableFuture<Registry> first = new CompletableFuture<>();
        try (CompactedTopic<Resource> topic = new CompactedTopic<>(
                Topics.RESOURCES, kafka, ResourceCodec::decode, resources -> first.complete(new Registry(resources)))) {
            topic.start();
            return first.join();
        }
    }
}
