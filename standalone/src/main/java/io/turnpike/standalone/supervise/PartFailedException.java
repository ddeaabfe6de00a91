package io.turnpike.standalone.supervise;

import java.util.List;

/** A part died again and again before it was ready once. */
public final class PartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    PartFailedException(String part, String why, LogFile log, List<String> lastLines) {
        super("%s does not start: %s%nthe end of %s:%n  %s"
                .formatted(part, why, log.path(), String.join(System.lineSeparator() + "  ", lastLines)));
    }
}
