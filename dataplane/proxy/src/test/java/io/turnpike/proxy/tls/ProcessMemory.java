package io.turnpike.proxy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** All that a process has: its memory (BoringSSL's too, which no heap dump shows), its environment and open files. */
@NullMarked
record ProcessMemory(long pid) {
    private static final int PIECE = 1 << 24;

    Collection<String> search(OctetSearch search) throws IOException {
        Collection<String> found = new TreeSet<>();
        try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
            for (String line : Files.readAllLines(proc("maps"))) {
                String[] fields = line.split("[ -]+", 4);
                if (fields[2].startsWith("rw")) {
                    searchRange(
                            memory,
                            Long.parseUnsignedLong(fields[0], 16),
                            Long.parseUnsignedLong(fields[1], 16),
                            search,
                            found);
                }
            }
        }
        return found;
    }

    private static void searchRange(
            RandomAccessFile memory, long from, long to, OctetSearch search, Collection<String> found)
            throws IOException {
        byte[] piece = new byte[PIECE];
        // Pieces overlap, so that nothing hides at a seam.
        for (long at = from; at < to; at += PIECE - 64) {
            int octets = (int) Math.min(PIECE, to - at);
            memory.seek(at);
            int read = Math.max(0, memory.read(piece, 0, octets));
            found.addAll(search.in(new ByteArrayInputStream(piece, 0, read)));
        }
    }

    Collection<String> searchFilesAndEnvironment(OctetSearch search) throws IOException {
        Collection<String> found = new TreeSet<>();
        found.addAll(searchFile(proc("environ"), search));
        found.addAll(searchFile(proc("cmdline"), search));
        try (Stream<Path> open = Files.list(proc("fd"))) {
            List<Path> files = open.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                found.addAll(searchFile(file, search));
            }
        }
        return found;
    }

    static Collection<String> searchFile(Path file, OctetSearch search) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return search.in(in);
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
