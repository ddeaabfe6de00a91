package io.turnpike.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class KafkaAccessTest {
    @Test
    void shouldSpellPropertiesAsKafkaDoes() {
        assertThat(KafkaAccess.properties(Map.of(
                        "TURNPIKE_KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL",
                        "TURNPIKE_KAFKA_CLIENT_SASL_JAAS_CONFIG", "a=\"b\";",
                        "TURNPIKE_KAFKA_BOOTSTRAP", "127.0.0.1:9092")))
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "a=\"b\";"));
    }

    @Test
    void shouldLeaveTheSettingsOfAClientAsTheyAre() {
        assertThat(KafkaAccess.with(Map.of("acks", "all"))).containsEntry("acks", "all");
    }
}
