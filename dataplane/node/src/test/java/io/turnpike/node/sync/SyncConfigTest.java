package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncConfigTest {
    @TempDir
    private Path folder;

    private Path key(int octets) throws IOException {
        return Files.write(folder.resolve("key"), new byte[octets]);
    }

    @Test
    void shouldNotShareSessionsWithoutAnInterface() {
        assertThat(SyncConfig.from(Map.of())).isNull();
    }

    @Test
    void shouldHaveTheseDefaults() throws IOException {
        SyncConfig config = SyncConfig.from(
                Map.of("TURNPIKE_SYNC_INTERFACE", "sync0", "TURNPIKE_SYNC_KEY_FILE", key(32).toString()));
        assertThat(config).isNotNull();
        assertThat(config.group().getPort()).isEqualTo(4784);
        assertThat(config.group().getAddress().getHostAddress()).isEqualTo("239.255.84.80");
        assertThat(config.handOver()).isNull();
    }

    @Test
    void shouldSayWhatIsWrong() throws IOException {
        String shortKey = key(31).toString();
        assertThatThrownBy(() -> SyncConfig.from(Map.of("TURNPIKE_SYNC_INTERFACE", "sync0")))
                .hasMessageContaining("TURNPIKE_SYNC_KEY_FILE is not set");
        assertThatThrownBy(() ->
                        SyncConfig.from(Map.of("TURNPIKE_SYNC_INTERFACE", "sync0", "TURNPIKE_SYNC_KEY_FILE", shortKey)))
                .hasMessageContaining("at least 32");
        assertThatThrownBy(() -> SyncConfig.from(
                        Map.of("TURNPIKE_SYNC_INTERFACE", "sync0", "TURNPIKE_SYNC_KEY_FILE", "/nowhere/key")))
                .hasMessageContaining("/nowhere/key");
        assertThatThrownBy(() -> SyncConfig.group("10.0.0.1:4784")).hasMessageContaining("not a multicast address");
        assertThatThrownBy(() -> SyncConfig.group("239.255.84.80")).hasMessageContaining("and a port");
    }
}
