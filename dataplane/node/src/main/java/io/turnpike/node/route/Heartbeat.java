package io.turnpike.node.route;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The last sign of life of a control process, as it lies in a file.
 *
 * @param nanos when, by the machine's monotonic clock, which all its processes share
 * @param detail what it waits for; empty when ready
 */
public record Heartbeat(long nanos, Fitness fitness, String detail) {
    /** Whether the node may have traffic. */
    public enum Fitness {
        /** Not yet, since the process began: what its predecessor left in the packet path goes on. */
        STARTING,
        READY,
        /** No longer. */
        UNREADY
    }

    /** Readers see a whole one, old or new. */
    public void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, nanos + "\n" + fitness + "\n" + detail.replace('\n', ' ') + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty if there never was one. */
    static Optional<Heartbeat> read(Path file) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return Optional.of(
                    new Heartbeat(Long.parseLong(lines.get(0)), Fitness.valueOf(lines.get(1)), lines.get(2)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException(file + " is not a heartbeat", e);
        }
    }
}
