package io.turnpike.metering.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    private Path directory;

    private Path checkpoint(String job, String name, boolean complete) throws IOException {
        Path checkpoint = Files.createDirectories(directory.resolve(job).resolve(name));
        if (complete) {
            Files.createFile(checkpoint.resolve("_metadata"));
        }
        return checkpoint;
    }

    @Test
    void shouldFindTheNewestThatIsComplete() throws IOException {
        checkpoint("a", "chk-9", true);
        Path newest = checkpoint("b", "chk-10", true);
        checkpoint("b", "chk-11", false);
        checkpoint("b", "shared", true);
        assertThat(new Checkpoints(directory).newest()).contains(newest);
    }

    @Test
    void shouldFindNoneWhereThereIsNone() throws IOException {
        assertThat(new Checkpoints(directory).newest()).isEmpty();
        assertThat(new Checkpoints(directory.resolve("absent")).newest()).isEmpty();
        Files.createFile(directory.resolve("stray"));
        assertThat(new Checkpoints(directory).newest()).isEmpty();
    }

    @Test
    void shouldEmptyTheScratchOfAKilledProcess() throws IOException {
        Files.createFile(Files.createDirectories(directory.resolve("scratch")).resolve("left"));
        assertThat(new Checkpoints(directory).emptyScratch()).doesNotExist();
    }

    @Test
    void shouldRemoveWhatOtherJobsLeft() throws IOException {
        checkpoint("a", "chk-9", true);
        Path kept = checkpoint("b", "chk-10", true);
        new Checkpoints(directory).removeAllBut(kept);
        assertThat(directory.resolve("a")).doesNotExist();
        assertThat(kept.resolve("_metadata")).exists();
    }
}
