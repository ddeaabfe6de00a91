package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class ProxyConfigTest {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "TURNPIKE_PROXY_NAME", "proxy1",
            "TURNPIKE_KAFKA_BOOTSTRAP", "127.0.0.1:9092",
            "TURNPIKE_HEALTH_PORT", "9110"));

    @Test
    void shouldHaveTheseDefaults() {
        assertThat(ProxyConfig.from(environment)).isEqualTo(new ProxyConfig("proxy1", null, "127.0.0.1:9092", 9110, 2));
    }

    @Test
    void shouldTakeWhatIsSet() {
        environment.put("TURNPIKE_PROXY_NETNS", "/run/netns/tp-proxy1");
        environment.put("TURNPIKE_PROXY_THREADS", "4");
        assertThat(ProxyConfig.from(environment))
                .isEqualTo(new ProxyConfig("proxy1", "/run/netns/tp-proxy1", "127.0.0.1:9092", 9110, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "TURNPIKE_PROXY_NAME, '', TURNPIKE_PROXY_NAME is not set",
        "TURNPIKE_KAFKA_BOOTSTRAP, '', TURNPIKE_KAFKA_BOOTSTRAP is not set",
        "TURNPIKE_PROXY_THREADS, 0, not in 1..256",
        "TURNPIKE_PROXY_THREADS, x, is not a number",
        "TURNPIKE_HEALTH_PORT, 70000, not in 0..65535",
    })
    void shouldSayWhichSettingIsWrong(String name, String value, String message) {
        environment.put(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyConfig.from(environment))
                .withMessageContaining(message);
    }
}
