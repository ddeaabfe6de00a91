package io.turnpike.metering.job;

import io.turnpike.metering.sink.ClickHouse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says.
 *
 * @param checkpointDirectory a folder, or where a Flink cluster keeps checkpoints ({@code s3://...})
 * @param healthPort on loopback; 0 lets the system choose
 * @param silence how long a node may be silent before the audit calls that a hole
 * @param hold how long a minute is held after event time has passed it
 */
record Settings(
        String kafkaBootstrap,
        ClickHouse clickHouse,
        URI checkpointDirectory,
        Duration checkpointInterval,
        Duration hold,
        Duration silence,
        int healthPort) {

    Settings {
        if (checkpointInterval.toMillis() < 100) {
            throw new IllegalArgumentException("TURNPIKE_CHECKPOINT_INTERVAL_MILLIS is below 100");
        }
        if (hold.isNegative()) {
            throw new IllegalArgumentException("TURNPIKE_HOLD_MINUTES is negative");
        }
        if (silence.toMillis() < 1_000) {
            throw new IllegalArgumentException("TURNPIKE_AUDIT_SILENCE_SECONDS is below 1");
        }
    }

    static Settings from(Map<String, String> environment) {
        Reader in = new Reader(environment);
        ClickHouse clickHouse = new ClickHouse(
                in.text("TURNPIKE_CLICKHOUSE_URL", null),
                in.text("TURNPIKE_CLICKHOUSE_DATABASE", "turnpike"),
                in.text("TURNPIKE_CLICKHOUSE_USER", "default"),
                in.text("TURNPIKE_CLICKHOUSE_PASSWORD", ""),
                in.text("TURNPIKE_CLICKHOUSE_CLUSTER", ""));
        return new Settings(
                in.text("TURNPIKE_KAFKA_BOOTSTRAP", null),
                clickHouse,
                location(in.text("TURNPIKE_CHECKPOINT_DIR", null)),
                Duration.ofMillis(in.number("TURNPIKE_CHECKPOINT_INTERVAL_MILLIS", 5_000)),
                Duration.ofMinutes(in.number("TURNPIKE_HOLD_MINUTES", 10)),
                Duration.ofSeconds(in.number("TURNPIKE_AUDIT_SILENCE_SECONDS", 120)),
                Math.toIntExact(in.number("TURNPIKE_HEALTH_PORT", 0)));
    }

    private static URI location(String text) {
        return text.contains("://")
                ? URI.create(text)
                : Path.of(text).toAbsolutePath().toUri();
    }

    /** Empty where checkpoints are not in a folder that this process sees. */
    Optional<Path> checkpointFolder() {
        return "file".equals(checkpointDirectory.getScheme())
                ? Optional.of(Path.of(checkpointDirectory))
                : Optional.empty();
    }

    private record Reader(Map<String, String> environment) {
        String text(String name, @Nullable String fallback) {
            String value = environment.getOrDefault(name, fallback);
            if (value == null) {
                throw new IllegalArgumentException(name + " is not set");
            }
            return value;
        }

        long number(String name, long fallback) {
            String value = text(name, Long.toString(fallback));
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " is not a whole number: '" + value + "'", e);
            }
        }
    }
}
