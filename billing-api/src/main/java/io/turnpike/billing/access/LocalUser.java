package io.turnpike.billing.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The operator who signs in on the pages with a password from a file. Without such a file there is no such user, and
 * operators sign in with an operator's key.
 */
@ApplicationScoped
public class LocalUser {
    static final String NAME = "operator";
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;

    private final Optional<PasswordHash> password;

    LocalUser(@ConfigProperty(name = "turnpike.web.password.file") Optional<Path> file) {
        this.password = file.map(LocalUser::read).map(PasswordHash::of);
    }

    /** A password that cannot be read is a fault of the start, not of the first attempt to sign in. */
    void check(@Observes StartupEvent event) {}

    private static String read(Path file) {
        try {
            String text = Files.readString(file).strip();
            if (text.length() < SHORTEST || text.length() > LONGEST) {
                throw new IllegalStateException("the password in " + file + " (TURNPIKE_WEB_PASSWORD_FILE) must have "
                        + SHORTEST + " to " + LONGEST + " characters");
            }
            return text;
        } catch (IOException e) {
            throw new IllegalStateException("TURNPIKE_WEB_PASSWORD_FILE cannot be read: " + file, e);
        }
    }

    boolean matches(String user, String attempt) {
        return user.equals(NAME)
                && attempt.length() <= LONGEST
                && password.map(hash -> hash.matches(attempt)).orElse(false);
    }
}
