package io.turnpike.metering.job;

import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;

/** How Flink is set up, all of it. */
final class JobConfiguration {
    private static final Map<String, String> FIXED = Map.ofEntries(
            // No class may fall back to Kryo: its bytes change with the class.
            Map.entry("pipeline.generic-types", "false"),
            Map.entry("pipeline.object-reuse", "true"),
            Map.entry("pipeline.max-parallelism", "128"),
            Map.entry("state.backend.type", "hashmap"),
            Map.entry("execution.checkpointing.storage", "filesystem"),
            Map.entry("execution.checkpointing.mode", "EXACTLY_ONCE"),
            Map.entry("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION"),
            Map.entry("execution.checkpointing.num-retained", "2"),
            Map.entry("execution.checkpointing.timeout", "2 min"),
            // A checkpoint fails while the store is away and commits hold the job up; that is no reason to restart it.
            Map.entry("execution.checkpointing.tolerable-failed-checkpoints", "1000000"),
            Map.entry("execution.state-recovery.claim-mode", "CLAIM"),
            Map.entry("restart-strategy.type", "exponential-delay"),
            Map.entry("restart-strategy.exponential-delay.initial-backoff", "1 s"),
            Map.entry("restart-strategy.exponential-delay.max-backoff", "10 s"),
            Map.entry("restart-strategy.exponential-delay.attempts-before-reset-backoff", "2147483647"),
            Map.entry("metrics.reporters", "turnpike"),
            Map.entry("metrics.reporter.turnpike.factory.class", MetricsPage.Factory.class.getName()));

    /** Only where the job runs in this process: small, and on loopback. */
    private static final Map<String, String> EMBEDDED = Map.ofEntries(
            Map.entry("taskmanager.memory.network.min", "16 mb"),
            Map.entry("taskmanager.memory.network.max", "16 mb"),
            Map.entry("taskmanager.memory.managed.size", "1 mb"),
            Map.entry("rest.address", "127.0.0.1"),
            Map.entry("rest.bind-address", "127.0.0.1"),
            Map.entry("jobmanager.bind-host", "127.0.0.1"),
            Map.entry("taskmanager.bind-host", "127.0.0.1"),
            Map.entry("taskmanager.host", "127.0.0.1"));

    private JobConfiguration() {}

    /** For a cluster, which has its own mind about resources. */
    static Configuration onCluster(Settings settings) {
        Configuration configuration = Configuration.fromMap(FIXED);
        configuration.setString(
                "execution.checkpointing.dir", settings.checkpointDirectory().toString());
        configuration.setString(
                "execution.checkpointing.interval",
                settings.checkpointInterval().toMillis() + " ms");
        return configuration;
    }

    static Configuration embedded(Settings settings, Path scratch) {
        Configuration configuration = onCluster(settings);
        EMBEDDED.forEach(configuration::setString);
        configuration.setString("io.tmp.dirs", scratch.toString());
        // A source and what is chained to it keeps two processors busy.
        int parallelism = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        configuration.setString("parallelism.default", Integer.toString(parallelism));
        return configuration;
    }

    /**
     * Whether the cluster itself knows where its job stood, or was told. One that does not forgets its job with the
     * process of the JobManager.
     */
    static boolean isRestoredByCluster(ReadableConfig cluster) {
        return !"none".equalsIgnoreCase(cluster.get(HighAvailabilityOptions.HA_MODE))
                || cluster.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent();
    }

    static void restoreFrom(Configuration configuration, Path checkpoint) {
        configuration.setString(
                "execution.state-recovery.path", checkpoint.toUri().toString());
    }
}
