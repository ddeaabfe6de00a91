package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one directory that holds everything of one installation: data, keys, ports, logs, state. */
public record DataDirectory(Path root) {
    private static final String PRIVATE = "rwx------";

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code TURNPIKE_DATA}, else {@code turnpike} under the data directory of the XDG specification. */
    public static DataDirectory standard(Map<String, String> environment) {
        var given = environment.get("TURNPIKE_DATA");
        if (isGiven(given)) {
            return new DataDirectory(Path.of(given));
        }
        var xdg = environment.get("XDG_DATA_HOME");
        var base = isGiven(xdg) ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".local", "share");
        return new DataDirectory(base.resolve("turnpike"));
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    /** Creates what is missing. Nobody else may look inside: it holds passwords and customers' figures. */
    public void create() throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE));
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root.getParent());
            Files.createDirectory(root, mode);
        }
        Files.createDirectories(logs());
        Files.createDirectories(keys(), mode);
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    /** Where a part keeps its own data. */
    public Path of(String part) {
        return root.resolve(part);
    }

    Path ports() {
        return root.resolve("ports");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path state() {
        return root.resolve("state.json");
    }
}
