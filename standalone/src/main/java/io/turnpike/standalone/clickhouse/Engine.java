package io.turnpike.standalone.clickhouse;

import io.turnpike.standalone.cache.Cache;
import io.turnpike.standalone.cache.Tar;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** The pinned engine in the cache: fetched on first use, and nothing but the octets of this checksum is ever loaded. */
final class Engine {
    private static final String PACKAGE = "@chdb/lib-linux-x64-gnu@26.7.3-stable.1";
    private static final String NAME = "chdb-26.7.3-stable.1";
    private static final String LIBRARY = "libchdb.so";
    private static final String SHA_256 = "36ad4e999882821ef13cf2d0f52c93f48e6ee1b4498b35a201c23ce4b8d15bf5";
    private static final String IN_ARCHIVE = "package/" + LIBRARY;

    private final Cache cache;
    private final Consumer<String> say;

    Engine(Cache cache, Consumer<String> say) {
        this.cache = cache;
        this.say = say;
    }

    Path library() {
        return cache.path(NAME).resolve(LIBRARY);
    }

    void require() throws IOException, InterruptedException {
        cache.require(NAME, this::fill);
    }

    private void fill(Path directory) throws IOException, InterruptedException {
        var download = new Download(PACKAGE, cache.path(NAME + ".tgz.partial"), say);
        download.resume();
        try {
            unpack(download.file(), directory);
        } catch (IOException e) {
            Files.delete(download.file());
            throw new IOException("the ClickHouse engine came broken and was thrown away, it is fetched anew", e);
        }
        Files.delete(download.file());
        say.accept("the ClickHouse engine is in " + library().getParent());
    }

    private void unpack(Path archive, Path directory) throws IOException {
        say.accept("unpacking and checking the ClickHouse engine");
        try (var tar = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
            Tar.unpack(tar, directory, IN_ARCHIVE::equals);
        }
        var unpacked = directory.resolve(IN_ARCHIVE);
        requireChecksum(unpacked);
        Files.move(unpacked, directory.resolve(LIBRARY));
        Files.delete(unpacked.getParent());
    }

    private static void requireChecksum(Path file) throws IOException {
        var digest = sha256();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
        }
        var found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(SHA_256)) {
            throw new IOException("sha256 of " + LIBRARY + " is " + found + ", not " + SHA_256);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
