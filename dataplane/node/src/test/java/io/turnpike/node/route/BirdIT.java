package io.turnpike.node.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real BIRD, which has no neighbours and touches no routes of the machine. */
class BirdIT {
    @TempDir
    private Path folder;

    private @Nullable Process process;

    @BeforeEach
    void start() throws IOException {
        Path config = Files.writeString(folder.resolve("bird.conf"), """
                router id 192.0.2.1;
                protocol device {}
                protocol static announced4 { disabled; ipv4; route 203.0.113.8/29 blackhole; }
                protocol static announced6 { disabled; ipv6; route 2001:db8:5::/64 blackhole; }
                """);
        process = new ProcessBuilder(List.of(
                        "bird", "-f", "-c", config.toString(), "-s", socket().toString(), "-P", folder + "/pid"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().ignoreExceptions()
                .until(() -> !new Bird(socket()).ask("show status").isEmpty());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private Path socket() {
        return folder.resolve("bird.ctl");
    }

    @Test
    void shouldAnnounceAndWithdraw() throws IOException {
        Bird bird = new Bird(socket());
        assertThat(bird.announces()).isFalse();
        bird.announce(true);
        assertThat(bird.announces()).isTrue();
        assertThat(bird.ask("show route")).anyMatch(line -> line.startsWith("203.0.113.8/29"));
        bird.announce(true);
        assertThat(bird.announces()).isTrue();
        bird.announce(false);
        assertThat(bird.announces()).isFalse();
        assertThat(bird.ask("show route")).noneMatch(line -> line.startsWith("203.0.113.8/29"));
    }

    @Test
    void shouldPassOnWhatBirdObjectsTo() {
        assertThatThrownBy(() -> new Bird(socket()).ask("nonsense")).hasMessageContaining("syntax error");
    }

    @Test
    void shouldSayWhichBirdDoesNotAnswer() {
        Path nobody = folder.resolve("nobody");
        assertThatThrownBy(() -> new Bird(nobody).announces()).hasMessageContaining(nobody.toString());
    }
}
