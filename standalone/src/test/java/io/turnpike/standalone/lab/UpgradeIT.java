package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A director's packet path is replaced by one whose maps are not like those of the one at work. */
@NullMarked
@Order(49)
@ExtendWith(LabStack.Provider.class)
class UpgradeIT {
    private static final String SESSIONS = "TURNPIKE_NODE_SESSIONS";
    private static final Duration START = Duration.ofMinutes(1);

    private final LabStack lab;

    UpgradeIT(LabStack lab) {
        this.lab = lab;
    }

    /** To a larger session table and back, in mid-download. */
    @Test
    void shouldLoseNothingWhenADirectorsMapsAreReplaced() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        String begin = Instant.now().toString();
        lab.requireExactOver(() -> {
            long pid = lab.pid("director1");
            List<String> command = words(pid, "cmdline");
            List<String> environment = words(pid, "environ");
            Path log = Files.createTempFile("director1", ".log");
            String supervisor = Long.toString(new StateFile(new DataDirectory(lab.data()))
                    .read()
                    .orElseThrow()
                    .supervisor()
                    .pid());
            // Else it would start the director itself, as it was.
            Command.run(List.of("kill", "-STOP", supervisor), "");
            try {
                assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly())
                        .isTrue();
                Process larger = start(command, environment, log);
                try {
                    await().atMost(START).until(() -> said(log, "director1 is up"));
                    assertThat(said(log, "another version's maps are reported")).isTrue();
                } finally {
                    larger.destroyForcibly();
                }
                assertThat(larger.waitFor()).isNotZero();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                Command.run(List.of("kill", "-CONT", supervisor), "");
            }
            lab.awaitUpAgain("director1", pid);
            assertThat(said(lab.data().resolve("logs").resolve("director1.log"), "another version's maps are reported"))
                    .isTrue();
        });
        // Neither the older maps nor what the killed processes left is missing.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> lab.turnpike().must("audit", "--node", "director1", "--from", begin));
    }

    private static List<String> words(long pid, String file) throws IOException {
        return Arrays.asList(Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.UTF_8)
                .split("\0"));
    }

    private static Process start(List<String> command, List<String> environment, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        environment.stream()
                .map(variable -> variable.split("=", 2))
                .forEach(variable -> builder.environment().put(variable[0], variable[1]));
        int sessions = Integer.parseInt(builder.environment().getOrDefault(SESSIONS, "65536"));
        builder.environment().put(SESSIONS, Integer.toString(2 * sessions));
        return builder.start();
    }

    private static boolean said(Path log, String words) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8).contains(words);
    }
}
