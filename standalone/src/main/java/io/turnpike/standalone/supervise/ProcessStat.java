package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What we need of /proc/PID/stat. */
record ProcessStat(char state, long session, long startTicks) {
    /** Fields are counted from the state, the first after the name: names hold blanks and parentheses. */
    private static final int STATE = 0;

    private static final int SESSION = 3;
    private static final int START = 19;

    static Optional<ProcessStat> of(long pid) {
        try {
            var octets = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(parse(new String(octets, StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static ProcessStat parse(String line) {
        var fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1);
        return new ProcessStat(fields[STATE].charAt(0), Long.parseLong(fields[SESSION]), Long.parseLong(fields[START]));
    }

    boolean isDead() {
        return state == 'Z' || state == 'X';
    }
}
