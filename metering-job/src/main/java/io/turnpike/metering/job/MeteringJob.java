package io.turnpike.metering.job;

import io.turnpike.metering.sink.ClickHouseSink;
import io.turnpike.metering.sink.Migrations;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metering job: in a process of its own, or submitted to a Flink cluster, which then has the say over its life. */
public final class MeteringJob {
    private static final Logger LOG = LoggerFactory.getLogger(MeteringJob.class);
    private static final String NAME = "turnpike-metering";

    private MeteringJob() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.from(System.getenv());
        if (StreamExecutionEnvironment.areExplicitEnvironmentsAllowed()) {
            runHere(settings);
        } else {
            prepare(settings, new JobLife());
            StreamExecutionEnvironment env = environment(settings, JobConfiguration.onCluster(settings));
            if (!JobConfiguration.isRestoredByCluster(env.getConfiguration())) {
                settings.checkpointFolder().ifPresent(folder -> env.configure(goOnFromNewest(folder)));
            }
            env.execute(NAME);
        }
    }

    private static void runHere(Settings settings) throws Exception {
        JobLife life = new JobLife();
        try (HealthServer health = HealthServer.start(settings.healthPort(), life::health, MetricsPage::text)) {
            LOG.info("Health on port {}", health.port());
            Runtime.getRuntime().addShutdownHook(new Thread(life::stop, "stop"));
            prepare(settings, life);
            life.run(() -> start(settings));
        }
    }

    private static void prepare(Settings settings, JobLife life) throws InterruptedException {
        life.await("Kafka", () -> KafkaEnds.createTopics(settings.kafkaBootstrap()));
        life.await("ClickHouse", () -> Migrations.apply(settings.clickHouse()));
    }

    private static JobClient start(Settings settings) throws Exception {
        Path folder = settings.checkpointFolder()
                .orElseThrow(() -> new IllegalArgumentException("TURNPIKE_CHECKPOINT_DIR is not a folder: only a Flink"
                        + " cluster can use " + settings.checkpointDirectory()));
        Configuration configuration = JobConfiguration.embedded(settings, new Checkpoints(folder).emptyScratch());
        configuration.addAll(goOnFromNewest(folder));
        return environment(settings, configuration).executeAsync(NAME);
    }

    /** Nothing to set where there is no checkpoint. */
    private static Configuration goOnFromNewest(Path folder) {
        Checkpoints checkpoints = new Checkpoints(folder);
        Configuration configuration = new Configuration();
        checkpoints.newest().ifPresent(checkpoint -> {
            LOG.info("Goes on from {}", checkpoint);
            checkpoints.removeAllBut(checkpoint);
            JobConfiguration.restoreFrom(configuration, checkpoint);
        });
        return configuration;
    }

    private static StreamExecutionEnvironment environment(Settings settings, Configuration configuration) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        new Pipeline(
                        KafkaEnds.flows(settings.kafkaBootstrap()),
                        new KafkaResourceFeed(settings.kafkaBootstrap()),
                        settings.hold(),
                        settings.silence(),
                        new ClickHouseSink(settings.clickHouse()),
                        KafkaEnds.deadLetters(settings.kafkaBootstrap()))
                .define(env);
        return env;
    }
}
