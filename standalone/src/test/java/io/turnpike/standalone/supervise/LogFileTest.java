package io.turnpike.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepTheLastRunAside() throws Exception {
        var path = directory.resolve("kafka.log");
        Files.writeString(path, "first run\n");
        new LogFile(path).rotate();
        assertThat(path).isEmptyFile();
        assertThat(directory.resolve("kafka.log.1")).hasContent("first run");
    }

    @Test
    void shouldMoveTheContentAwayOnceItIsLarge() throws Exception {
        var path = directory.resolve("kafka.log");
        var log = new LogFile(path);
        log.rotate();
        Files.write(path, new byte[1 << 20]);
        log.bound();
        assertThat(path).hasSize(1 << 20);
        Files.write(path, new byte[33 << 20]);
        log.bound();
        assertThat(path).isEmptyFile();
        assertThat(directory.resolve("kafka.log.1")).hasSize(33 << 20);
    }

    @Test
    void shouldTellTheLastLines() throws Exception {
        var path = directory.resolve("kafka.log");
        Files.writeString(path, "one\ntwo\nthree\n");
        assertThat(new LogFile(path).lastLines(2)).containsExactly("two", "three");
    }
}
