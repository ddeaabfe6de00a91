package io.turnpike.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StalePostmasterTest {
    @TempDir
    private Path directory;

    @Test
    void shouldTakeAwayAFileWhosePidNowBelongsToAnotherProgram() throws Exception {
        var other =
                new ProcessBuilder("sleep", "60").directory(directory.toFile()).start();
        try {
            var file = Files.writeString(directory.resolve("postmaster.pid"), other.pid() + "\n" + directory + "\n");
            new StalePostmaster(directory).clear();
            assertThat(file).doesNotExist();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void shouldTakeAwayAnEmptyFile() throws Exception {
        var file = Files.createFile(directory.resolve("postmaster.pid"));
        new StalePostmaster(directory).clear();
        assertThat(file).doesNotExist();
    }
}
