package io.turnpike.standalone.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    private Path directory;

    @Test
    void shouldNeverShowADirectoryThatIsNotWhole() throws Exception {
        var cache = new Cache(directory);
        assertThatThrownBy(() -> cache.require("engine", fresh -> {
                    Files.writeString(fresh.resolve("half"), "");
                    throw new IOException("the line went down");
                }))
                .hasMessage("the line went down");
        assertThat(cache.path("engine")).doesNotExist();

        cache.require("engine", fresh -> Files.writeString(fresh.resolve("whole"), ""));
        assertThat(cache.path("engine").resolve("whole")).exists();
        assertThat(cache.path("engine").resolve("half")).doesNotExist();
    }

    @Test
    void shouldFillOnce() throws Exception {
        var cache = new Cache(directory);
        var fills = new AtomicInteger();
        cache.require("engine", fresh -> fills.incrementAndGet());
        cache.require("engine", fresh -> fills.incrementAndGet());
        assertThat(fills).hasValue(1);
    }

    @Test
    void shouldRefuseAnArchiveThatLeadsOutOfItsDirectory() throws Exception {
        var octets = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(octets)) {
            tar.putArchiveEntry(new TarArchiveEntry("../outside"));
            tar.closeArchiveEntry();
        }
        var archive = new ByteArrayInputStream(octets.toByteArray());
        assertThatThrownBy(() -> Tar.unpack(archive, directory.resolve("inside"), name -> true))
                .hasMessageContaining("../outside");
        assertThat(directory.resolve("outside")).doesNotExist();
    }
}
