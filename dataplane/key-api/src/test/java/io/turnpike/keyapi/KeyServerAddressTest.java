package io.turnpike.keyapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class KeyServerAddressTest {
    @Test
    void shouldReadSeveral() {
        assertThat(KeyServerAddress.parse("keyserver=172.31.20.2:7443, keyserver2=[fd00::2]:7443"))
                .extracting(server -> server.name() + " " + server.address())
                .containsExactly("keyserver /172.31.20.2:7443", "keyserver2 /[fd00:0:0:0:0:0:0:2]:7443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "keyserver", "keyserver=host:7443", "172.31.20.2:7443", "keyserver=172.31.20.2"})
    void shouldSayWhatItCannotRead(String text) {
        assertThatThrownBy(() -> KeyServerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not name=address:port");
    }
}
