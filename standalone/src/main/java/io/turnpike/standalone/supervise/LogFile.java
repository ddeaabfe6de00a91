package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The log of one part: the last run's is kept as {@code .1}, and neither grows without bound. */
final class LogFile {
    private static final long BOUND_OCTETS = 32L << 20;
    private static final int TAIL_OCTETS = 16 << 10;

    private final Path file;

    LogFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    void rotate() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, previous(), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createFile(file);
    }

    /**
     * Moves the content away once it is large. The part writes to the file directly, so that its log survives the
     * supervisor, and in append mode, so that it goes on at the new end.
     */
    void bound() throws IOException {
        if (Files.size(file) > BOUND_OCTETS) {
            Files.copy(file, previous(), StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    private Path previous() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    List<String> lastLines(int count) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "r")) {
            var tail = new byte[(int) Math.min(access.length(), TAIL_OCTETS)];
            access.seek(access.length() - tail.length);
            access.readFully(tail);
            var lines = new String(tail, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        }
    }
}
