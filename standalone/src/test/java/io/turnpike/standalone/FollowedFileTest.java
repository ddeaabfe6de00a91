package io.turnpike.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldGiveEachLineOnceAndOnlyWhenItIsWhole() throws Exception {
        var path = Files.writeString(directory.resolve("log"), "one\ntw");
        var followed = new FollowedFile(path);
        assertThat(followed.newLines()).containsExactly("one");
        assertThat(followed.newLines()).isEmpty();
        Files.writeString(path, "o\nthree\n", StandardOpenOption.APPEND);
        assertThat(followed.newLines()).containsExactly("two", "three");
    }
}
