package io.turnpike.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepAPortOnceChosen() throws Exception {
        var data = new DataDirectory(directory);
        int first = Ports.load(data).of("api");
        assertThat(Ports.load(data).of("api")).isEqualTo(first);
        assertThat(Ports.load(data).of("kafka")).isNotEqualTo(first);
    }

    @Test
    void shouldSayWhichPortIsTaken() throws Exception {
        var data = new DataDirectory(directory);
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports.load(data).put("api", other.getLocalPort());
            assertThatThrownBy(() -> Ports.load(data).requireFree())
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("api");
        }
        Ports.load(data).requireFree();
    }

    @Test
    void shouldNameALineItDoesNotUnderstand() throws Exception {
        var data = new DataDirectory(directory);
        Files.writeString(data.ports(), "# comment\napi=many\n");
        assertThatThrownBy(() -> Ports.load(data)).hasMessageContaining("api=many");
    }
}
