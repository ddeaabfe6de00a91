package io.turnpike.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class KeyServerConfigTest {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "TURNPIKE_KEYSERVER_NAME", "keyserver",
            "TURNPIKE_KEYSERVER_LISTEN", "172.31.20.2:7443",
            "TURNPIKE_KEY_FOLDER", "/keys",
            "TURNPIKE_TLS_CERTIFICATE", "/certificate.pem",
            "TURNPIKE_TLS_KEY", "/key.pem",
            "TURNPIKE_TLS_CA", "/authority.pem",
            "TURNPIKE_TLS_ALLOWED_CLIENTS", "proxy1, proxy2",
            "TURNPIKE_KAFKA_BOOTSTRAP", "127.0.0.1:9092",
            "TURNPIKE_HEALTH_PORT", "8081"));

    @Test
    void shouldReadTheEnvironment() {
        KeyServerConfig config = KeyServerConfig.from(environment);

        assertThat(config.networkNamespace()).isNull();
        assertThat(config.listen()).hasToString("/172.31.20.2:7443");
        assertThat(config.allowedClients()).containsExactlyInAnyOrder("proxy1", "proxy2");
        assertThat(config.healthPort()).isEqualTo(8081);
    }

    @ParameterizedTest
    @CsvSource({
        "TURNPIKE_KEYSERVER_NAME, a/b, has a slash",
        "TURNPIKE_KEYSERVER_LISTEN, keyserver:7443, is not address:port",
        "TURNPIKE_KEYSERVER_LISTEN, 172.31.20.2, is not address:port",
        "TURNPIKE_TLS_ALLOWED_CLIENTS, ',', names nobody",
        "TURNPIKE_HEALTH_PORT, 70000, is not a port",
        "TURNPIKE_KEY_FOLDER, '', is not set",
    })
    void shouldSayWhatIsWrong(String name, String value, String problem) {
        environment.put(name, value);

        assertThatThrownBy(() -> KeyServerConfig.from(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(problem);
    }
}
