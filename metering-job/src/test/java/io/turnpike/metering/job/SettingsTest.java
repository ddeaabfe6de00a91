package io.turnpike.metering.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "TURNPIKE_KAFKA_BOOTSTRAP", "127.0.0.1:9092",
            "TURNPIKE_CLICKHOUSE_URL", "http://127.0.0.1:8123",
            "TURNPIKE_CHECKPOINT_DIR", "checkpoints");

    private static Settings with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(name, value);
        return Settings.from(environment);
    }

    @Test
    void shouldHaveTheDefaultsOfTheContract() {
        Settings settings = Settings.from(LEAST);
        assertThat(settings.checkpointInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.hold()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.clickHouse().database()).isEqualTo("turnpike");
        assertThat(settings.healthPort()).isZero();
        assertThat(settings.checkpointFolder())
                .hasValueSatisfying(folder -> assertThat(folder).isAbsolute());
    }

    @Test
    void shouldNameWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> Settings.from(Map.of())).hasMessageContaining("TURNPIKE_CLICKHOUSE_URL is not set");
        assertThatThrownBy(() -> with("TURNPIKE_HOLD_MINUTES", "ten"))
                .hasMessageContaining("TURNPIKE_HOLD_MINUTES is not a whole number: 'ten'");
        assertThatThrownBy(() -> with("TURNPIKE_HOLD_MINUTES", "-1")).hasMessageContaining("negative");
        assertThatThrownBy(() -> with("TURNPIKE_CHECKPOINT_INTERVAL_MILLIS", "1"))
                .hasMessageContaining("below 100");
    }

    @Test
    void shouldLeaveCheckpointsThatAreInNoFolderToTheCluster() {
        Settings settings = with("TURNPIKE_CHECKPOINT_DIR", "s3://bucket/checkpoints");
        assertThat(settings.checkpointDirectory()).hasToString("s3://bucket/checkpoints");
        assertThat(settings.checkpointFolder()).isEmpty();
    }

    @Test
    void shouldNotSpellThePasswordOut() {
        assertThat(with("TURNPIKE_CLICKHOUSE_PASSWORD", "hidden").toString()).doesNotContain("hidden");
    }
}
