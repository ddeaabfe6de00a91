package io.turnpike.standalone.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks tar streams: files with their permissions, directories, symbolic links. */
public final class Tar {
    private Tar() {}

    public static void unpack(InputStream tar, Path into, Predicate<String> wanted) throws IOException {
        var entries = new TarArchiveInputStream(tar);
        for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (wanted.test(entry.getName())) {
                unpack(entry, entries, inside(into, entry.getName()));
            }
        }
    }

    private static Path inside(Path directory, String name) throws IOException {
        var path = directory.resolve(name).normalize();
        if (!path.startsWith(directory)) {
            throw new IOException("the archive leads out of its directory: " + name);
        }
        return path;
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var set = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((mode & 0100) != 0) {
            set.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return set;
    }
}
