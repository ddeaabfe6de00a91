package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords and keys: generated when first asked for, kept in files that only their owner can read. */
public final class Secrets {
    private static final int OCTETS = 24;

    private final DataDirectory data;

    public Secrets(DataDirectory data) {
        this.data = data;
    }

    public Path file(String name) {
        return data.keys().resolve(name);
    }

    public synchronized String of(String name) throws IOException {
        var file = file(name);
        if (!Files.exists(file)) {
            generate(file);
        }
        return Files.readString(file).strip();
    }

    private static void generate(Path file) throws IOException {
        var random = new byte[OCTETS];
        new SecureRandom().nextBytes(random);
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, HexFormat.of().formatHex(random) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
