package io.turnpike.metering.sink;

import com.clickhouse.client.api.Client;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to the schema of this release. A step that was cut short is repeated: its statements create only
 * what is not there, and it is written down last.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    static final List<String> STEPS = List.of("V1__usage", "V2__holes", "V3__audit");
    private static final String HISTORY = """
            CREATE TABLE IF NOT EXISTS schema_history ${on_cluster}
            (name String, applied_at DateTime('UTC') DEFAULT now('UTC'))
            ENGINE = ${replicated}ReplacingMergeTree ORDER BY name""";

    private Migrations() {}

    /**
     * Applies what is not applied yet.
     *
     * @throws IllegalStateException if the store is away or refuses
     */
    public static void apply(ClickHouse clickHouse) throws InterruptedException {
        SchemaTemplate template = new SchemaTemplate(clickHouse.cluster());
        try (Client server = clickHouse.connect("default")) {
            execute(
                    server,
                    template.fill("CREATE DATABASE IF NOT EXISTS `" + clickHouse.database()
                            + "` ${on_cluster} ENGINE = Atomic"));
        }
        try (Client client = clickHouse.connect()) {
            execute(client, template.fill(HISTORY));
            for (String step : STEPS) {
                if (!isApplied(client, step)) {
                    apply(client, step, template);
                }
            }
        }
    }

    private static boolean isApplied(Client client, String step) {
        return client.queryAll("SELECT count() AS steps FROM schema_history WHERE name = '" + step + "'")
                        .getFirst()
                        .getLong("steps")
                > 0;
    }

    private static void apply(Client client, String step, SchemaTemplate template) throws InterruptedException {
        for (String statement : statements(step)) {
            execute(client, template.fill(statement));
        }
        execute(client, "INSERT INTO schema_history (name) VALUES ('" + step + "')");
        LOG.info("Schema brought to {}", step);
    }

    /** The statements of a step, which end with a semicolon at the end of a line. */
    static List<String> statements(String step) {
        String text = read("/db/clickhouse/" + step + ".sql")
                .lines()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"));
        return Arrays.stream(text.split(";\\s*(\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String read(String resource) {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(Client client, String statement) throws InterruptedException {
        try {
            client.execute(statement).get().close();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the store refuses: " + e.getMessage(), e);
        }
    }
}
