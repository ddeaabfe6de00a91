package io.turnpike.standalone;

import io.turnpike.standalone.clickhouse.ClickHouse;
import io.turnpike.standalone.flink.FlinkCluster;
import io.turnpike.standalone.kafka.Kafka;
import io.turnpike.standalone.postgres.PostgreSql;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The billing API and the metering job. */
record Applications(Installation installation, Deployment deployment) implements PartSource {
    static final String API = "billing-api";
    static final String OPERATOR_KEY = "operator";
    static final String WEB_PASSWORD = "web-password";
    private static final String API_JAR = "billing-api/target/quarkus-app/quarkus-run.jar";
    private static final String JOB = "metering-job";
    /** How long minutes stay open is the one thing that job and API have to agree on; who starts us may say it. */
    @Override
    public List<Part> parts(Surroundings surroundings) throws IOException {
        var parts = new ArrayList<Part>();
        switch (deployment) {
            case TOGETHER -> parts.add(job(surroundings));
            case SEPARATE -> parts.addAll(new FlinkCluster(installation, given()).parts(surroundings));
        }
        parts.add(api(surroundings));
        return parts;
    }

    static URI url(Ports ports) throws IOException {
        return URI.create("http://127.0.0.1:" + ports.of(API));
    }

    private Part api(Surroundings surroundings) throws IOException {
        var url = url(surroundings.ports());
        var directory = surroundings.data().of(API);
        // Generates the password, if this is the first start.
        surroundings.secrets().of(WEB_PASSWORD);
        return Part.named(API)
                .command(JavaCommand.of(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                        "-jar",
                        installation.file(API_JAR).toString()))
                .environment(surroundings.environment())
                .environment(given())
                .environment(Map.of(
                        "TURNPIKE_HTTP_HOST",
                        url.getHost(),
                        "TURNPIKE_HTTP_PORT",
                        Integer.toString(url.getPort()),
                        "TURNPIKE_OPERATOR_KEY",
                        surroundings.secrets().of(OPERATOR_KEY),
                        "TURNPIKE_WEB_PASSWORD_FILE",
                        surroundings.secrets().file(WEB_PASSWORD).toString(),
                        // Whoever receives webhooks here is on this machine.
                        "TURNPIKE_WEBHOOK_ALLOW_PRIVATE",
                        "true"))
                .workingDirectory(directory)
                .beforeStart(() -> {
                    installation.require(API_JAR);
                    Files.createDirectories(directory);
                })
                .readyWhen(new HttpProbe(url.resolve("/q/health/ready")))
                .port(url.getPort())
                .after(Kafka.NAME, ClickHouse.NAME, PostgreSql.NAME)
                .build();
    }

    private Part job(Surroundings surroundings) throws IOException {
        var directory = surroundings.data().of(JOB);
        int health = surroundings.ports().of(JOB + "-health");
        return Part.named(JOB)
                .command(JavaCommand.of(
                        List.of("-Xmx768m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"),
                        "io.turnpike.metering.job.MeteringJob"))
                .environment(Map.of("CLASSPATH", installation.classPath(JOB)))
                .environment(surroundings.environment())
                .environment(given())
                .environment(Map.of(
                        "TURNPIKE_HEALTH_PORT",
                        Integer.toString(health),
                        "TURNPIKE_CHECKPOINT_DIR",
                        directory.resolve("checkpoints").toString()))
                .workingDirectory(directory)
                .beforeStart(() -> {
                    installation.require(Installation.dependencies(JOB));
                    Files.createDirectories(directory.resolve("checkpoints"));
                })
                .readyWhen(new HttpProbe(URI.create("http://127.0.0.1:" + health + "/health")))
                .port(health)
                .after(Kafka.NAME, ClickHouse.NAME)
                .build();
    }

    private static Map<String, String> given() {
        return GivenSettings.of(
                "TURNPIKE_HOLD_MINUTES", "TURNPIKE_AUDIT_SILENCE_SECONDS", "TURNPIKE_CHECKPOINT_INTERVAL_MILLIS");
    }
}
