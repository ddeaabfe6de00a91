package io.turnpike.node.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.node.route.Heartbeat.Fitness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        Path file = folder.resolve("heartbeat");
        assertThat(Heartbeat.read(file)).isEmpty();
        Heartbeat waiting = new Heartbeat(42, Fitness.STARTING, "waiting for the registry");
        waiting.write(file);
        assertThat(Heartbeat.read(file)).contains(waiting);
        Heartbeat ready = new Heartbeat(43, Fitness.READY, "");
        ready.write(file);
        assertThat(Heartbeat.read(file)).contains(ready);
    }

    @Test
    void shouldSayWhichFileIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("other"), "hello\n");
        assertThatThrownBy(() -> Heartbeat.read(file)).hasMessageContaining(file.toString());
    }
}
