package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** What happens to the parts, a line each: to {@code logs/supervisor.log} with the time, and to whoever looks on. */
public final class EventLog {
    private final Path file;
    private final InstantSource clock;
    private final Consumer<String> onlooker;

    public EventLog(DataDirectory data, InstantSource clock, Consumer<String> onlooker) throws IOException {
        var log = new LogFile(data.log("supervisor"));
        log.rotate();
        this.file = log.path();
        this.clock = clock;
        this.onlooker = onlooker;
    }

    public synchronized void say(String event) {
        onlooker.accept(event);
        var line = clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + event + "\n";
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
