package io.turnpike.cli;

import java.io.IOException;

/** A file that cannot be read as YAML or JSON; the message begins with {@code file:line:column}. */
public final class DocumentException extends IOException {
    private static final long serialVersionUID = 1L;

    DocumentException(String file, Position position, String why) {
        super("%s:%d:%d: %s".formatted(file, position.line(), position.column(), why));
    }
}
