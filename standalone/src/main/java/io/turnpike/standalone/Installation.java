package io.turnpike.standalone;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The work tree that the applications were built in. */
public record Installation(Path root) {
    /** The launcher says where it is, surefire likewise. */
    public static Installation current() {
        var home = System.getProperty("turnpike.root", "");
        if (home.isEmpty()) {
            throw new IllegalStateException("start me with ./turnpike, or with -Dturnpike.root=DIR");
        }
        return new Installation(Path.of(home).toAbsolutePath().normalize());
    }

    public Path file(String path) {
        return root.resolve(path);
    }

    public void require(String path) throws IOException {
        if (!Files.exists(file(path))) {
            throw new IOException(file(path) + " is not there: ./turnpike builds it");
        }
    }

    /** The class path of a module, as the build leaves it in {@code target/classpath}. */
    public String classPath(String module) throws IOException {
        var file = root.resolve(dependencies(module));
        var classes = root.resolve(module).resolve("target/classes");
        return Files.exists(file)
                ? classes + File.pathSeparator + Files.readString(file).strip()
                : classes.toString();
    }

    public static String dependencies(String module) {
        return module + "/target/classpath";
    }
}
