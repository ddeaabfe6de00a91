package io.turnpike.billing.http;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tested API runs on: a real PostgreSQL; the address of a Kafka that a test may start; and an address at which
 * there is no ClickHouse.
 */
public final class Stores implements QuarkusTestResourceLifecycleManager {
    static final String PASSWORD = "password-of-this-test";
    static final String OPERATOR_KEY = "operator-key-of-this-test-0123456789";

    private @Nullable EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.start();
            postgres = started;
            Path password = Files.createTempFile("turnpike", ".password");
            password.toFile().deleteOnExit();
            Files.writeString(password, PASSWORD + "\n");
            return Map.of(
                    "quarkus.datasource.jdbc.url",
                    started.getJdbcUrl("postgres", "postgres"),
                    "quarkus.datasource.username",
                    "postgres",
                    "quarkus.datasource.password",
                    "postgres",
                    "turnpike.operator.key",
                    OPERATOR_KEY,
                    "turnpike.web.password.file",
                    password.toString(),
                    "turnpike.kafka.bootstrap",
                    "127.0.0.1:" + freePort(),
                    "turnpike.clickhouse.url",
                    "http://127.0.0.1:" + freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of the loopback interface that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
