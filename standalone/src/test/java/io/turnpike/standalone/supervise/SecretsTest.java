package io.turnpike.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepASecretWhereOnlyItsOwnerReadsIt() throws Exception {
        var data = new DataDirectory(directory.resolve("data"));
        data.create();
        var secret = new Secrets(data).of("operator");
        assertThat(secret).hasSize(48);
        assertThat(new Secrets(data).of("operator")).isEqualTo(secret);
        assertThat(new Secrets(data).of("other")).isNotEqualTo(secret);
        var mode = Files.getPosixFilePermissions(new Secrets(data).file("operator"));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }
}
