package io.turnpike.standalone.postgres;

import io.turnpike.standalone.supervise.ProcessIdentity;
import io.turnpike.standalone.supervise.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A pid file that an earlier server left. The server itself only asks whether a process of that pid exists, and refuses
 * to start for ever if the pid now belongs to another program; so look who it is: end it if it is the server of this
 * very directory, else take the file away.
 */
record StalePostmaster(Path directory) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    void clear() throws IOException, InterruptedException {
        var file = directory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        var server = pid(file).flatMap(ProcessIdentity::of).filter(this::servesThisDirectory);
        if (server.isPresent()) {
            Termination.end(List.of(server.get()), PATIENCE);
        }
        Files.deleteIfExists(file);
    }

    private static Optional<Long> pid(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The server makes its data directory its working directory. */
    private boolean servesThisDirectory(ProcessIdentity process) {
        var proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return process.isAlive()
                    && Files.readString(proc.resolve("comm")).strip().equals("postgres")
                    && Files.isSameFile(proc.resolve("cwd"), directory);
        } catch (IOException e) {
            return false;
        }
    }
}
