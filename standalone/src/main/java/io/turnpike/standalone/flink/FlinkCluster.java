package io.turnpike.standalone.flink;

import io.turnpike.standalone.Installation;
import io.turnpike.standalone.PartSource;
import io.turnpike.standalone.Surroundings;
import io.turnpike.standalone.clickhouse.ClickHouse;
import io.turnpike.standalone.kafka.Kafka;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.PartBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An application cluster that runs the metering job: a JobManager, which goes by the job's name, and two TaskManagers,
 * from the jars that a stock image of Flink has, with the job's own jar beside them.
 *
 * @param settings of the job, beside where the engines are
 */
public record FlinkCluster(Installation installation, Map<String, String> settings) implements PartSource {
    private static final String JOB = "metering-job";
    private static final String FLINK = "deploy/flink";
    private static final String LOGGING = JOB + "/target/classes/logback.xml";
    private static final int TASK_MANAGERS = 2;

    public FlinkCluster {
        settings = Map.copyOf(settings);
    }

    @Override
    public List<Part> parts(Surroundings surroundings) throws IOException {
        var config = FlinkConfig.in(surroundings.ports(), TASK_MANAGERS);
        var parts = new ArrayList<Part>();
        for (int number = 1; number <= TASK_MANAGERS; number++) {
            parts.add(taskManager("taskmanager" + number, config, surroundings));
        }
        parts.add(
                jobManager(config, surroundings, parts.stream().map(Part::name).toList()));
        return parts;
    }

    private Part jobManager(FlinkConfig config, Surroundings surroundings, List<String> taskManagers)
            throws IOException {
        var data = surroundings.data();
        var files = new ClusterFiles(data.of("flink"));
        var checkpoints = data.of(JOB).resolve("checkpoints");
        int metrics = surroundings.ports().of(JOB + "-metrics");
        var needed = new ArrayList<>(List.of(Kafka.NAME, ClickHouse.NAME));
        needed.addAll(taskManagers);
        return process(
                        JOB,
                        "-Xmx400m",
                        "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint",
                        data,
                        List.of(
                                "--job-classname",
                                "io.turnpike.metering.job.MeteringJob",
                                "-D" + FlinkConfig.METRICS_PORT + "=" + metrics))
                .environment(surroundings.environment())
                .environment(settings)
                .environment(Map.of("TURNPIKE_CHECKPOINT_DIR", checkpoints.toString()))
                .beforeStart(() -> {
                    installation.require(ClusterFiles.JOB_JAR);
                    files.prepare(JOB, config);
                    files.place(installation.file(ClusterFiles.JOB_JAR));
                })
                .readyWhen(new JobProbe(config.restPort()))
                .port(config.restPort())
                .after(needed.toArray(String[]::new))
                .build();
    }

    private Part taskManager(String name, FlinkConfig config, Surroundings surroundings) throws IOException {
        var ports = surroundings.ports();
        int metrics = ports.of(name + "-metrics");
        var files = new ClusterFiles(surroundings.data().of("flink"));
        return process(
                        name,
                        "-Xmx448m",
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        surroundings.data(),
                        List.of(
                                "-Dtaskmanager.resource-id=" + name,
                                "-Dtaskmanager.rpc.port=" + ports.of(name + "-rpc"),
                                "-Dtaskmanager.data.port=" + ports.of(name + "-data"),
                                "-D" + FlinkConfig.METRICS_PORT + "=" + metrics))
                .beforeStart(() -> {
                    installation.require(Installation.dependencies(FLINK));
                    files.prepare(name, config);
                })
                .readyWhen(new HttpProbe(URI.create("http://127.0.0.1:" + metrics + "/metrics")))
                .port(metrics)
                .build();
    }

    private PartBuilder process(String name, String heap, String main, DataDirectory data, List<String> more)
            throws IOException {
        var files = new ClusterFiles(data.of("flink"));
        var arguments =
                new ArrayList<>(List.of("--configDir", files.configuration().toString()));
        arguments.addAll(more);
        arguments.add("-Dio.tmp.dirs=" + files.scratch(name));
        return Part.named(name)
                .command(JavaCommand.of(
                        List.of(
                                heap,
                                "-XX:MaxDirectMemorySize=192m",
                                "-XX:+UseSerialGC",
                                // Starts in half the time, which matters more to a rehearsal than how much it can do.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                // Flink's own scripts say this and more; it reaches into a collection of the JDK.
                                "--add-opens=java.base/java.util=ALL-UNNAMED",
                                "-Dlogback.configurationFile=" + installation.file(LOGGING)),
                        main,
                        arguments.toArray(String[]::new)))
                .environment(Map.of("CLASSPATH", installation.classPath(FLINK)))
                .environment(files.environment())
                .workingDirectory(Path.of("/"));
    }
}
