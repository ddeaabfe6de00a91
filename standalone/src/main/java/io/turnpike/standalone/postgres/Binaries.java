package io.turnpike.standalone.postgres;

import io.turnpike.standalone.cache.Cache;
import io.turnpike.standalone.cache.Tar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked into the cache under the checksum of the archive they come in. */
final class Binaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int DIGITS = 16;

    private final Cache cache;
    private final String name;

    Binaries(Cache cache) throws IOException {
        this.cache = cache;
        this.name = "postgresql-" + checksum(archive()).substring(0, DIGITS);
    }

    void require() throws IOException, InterruptedException {
        cache.require(
                name,
                directory ->
                        Tar.unpack(new XZInputStream(new ByteArrayInputStream(archive())), directory, entry -> true));
    }

    /**
     * The command line of one of the programs. They refuse to run as root, so root runs them in a user namespace where
     * it is nobody; outside of it they still are root and own their files.
     */
    List<String> command(String program, String... args) {
        var words = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("unshare", "--user"));
        }
        words.add(path(program).toString());
        words.addAll(List.of(args));
        return words;
    }

    Path path(String program) {
        return cache.path(name).resolve("bin").resolve(program);
    }

    private static byte[] archive() throws IOException {
        try (var resource = Binaries.class.getResourceAsStream(ARCHIVE)) {
            if (resource == null) {
                throw new IOException("no PostgreSQL for this machine on the class path: " + ARCHIVE);
            }
            return resource.readAllBytes();
        }
    }

    private static String checksum(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
