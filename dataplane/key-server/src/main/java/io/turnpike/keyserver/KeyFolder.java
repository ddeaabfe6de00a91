package io.turnpike.keyserver;

import io.turnpike.keyapi.KeyId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of private keys, one a file, that nobody but its owner may look into. Hidden files are left aside. */
final class KeyFolder {
    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");

    private final Path folder;

    KeyFolder(Path folder) {
        this.folder = folder;
    }

    /** The keys by id. */
    Map<KeyId, HeldKey> read() throws IOException, UnusableKeysException {
        if (!Files.isDirectory(folder)) {
            throw new UnusableKeysException("the key folder " + folder + " is not there");
        }
        requireMode(folder, FOLDER_MODE, "0700");
        Map<KeyId, HeldKey> keys = new HashMap<>();
        for (Path file : files()) {
            requireMode(file, FILE_MODE, "0600");
            HeldKey key = KeyFile.read(file);
            keys.put(key.id(), key);
        }
        return Map.copyOf(keys);
    }

    /** Differs from an earlier one if a file came, went or was written. */
    Map<Path, Trace> traces() throws IOException {
        Map<Path, Trace> traces = new HashMap<>();
        for (Path file : files()) {
            traces.put(file, new Trace(Files.getLastModifiedTime(file), Files.size(file)));
        }
        return traces;
    }

    record Trace(FileTime modified, long octets) {}

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static void requireMode(Path path, Set<PosixFilePermission> mode, String octal)
            throws IOException, UnusableKeysException {
        Set<PosixFilePermission> actual = Files.getPosixFilePermissions(path);
        if (!mode.containsAll(actual)) {
            throw new UnusableKeysException("%s is open to others (%s): private keys must not be; run 'chmod %s %s'"
                    .formatted(path, PosixFilePermissions.toString(actual), octal, path));
        }
    }
}
