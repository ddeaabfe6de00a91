package io.turnpike.standalone.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;

/** The folders of the cluster, laid out as in an image of Flink. */
record ClusterFiles(Path home) {
    static final String JOB_JAR = "metering-job/target/turnpike-metering-job.jar";

    Path configuration() {
        return home.resolve("conf");
    }

    Path scratch(String process) {
        return home.resolve("tmp").resolve(process);
    }

    /** Flink finds the folder of the application, {@code usrlib}, beside that of its own jars. */
    Map<String, String> environment() {
        return Map.of("FLINK_LIB_DIR", home.resolve("lib").toString());
    }

    /** Before each start: what a killed process left is removed. */
    void prepare(String process, FlinkConfig config) throws IOException {
        delete(scratch(process));
        Files.createDirectories(scratch(process));
        Files.createDirectories(home.resolve("lib"));
        // Whole or not at all: the processes of the cluster write and read the same file.
        var fresh = home.resolve(process + ".yaml");
        Files.writeString(fresh, config.yaml());
        Files.createDirectories(configuration());
        Files.move(fresh, configuration().resolve("config.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A copy, moved into place: a build does not change the jar under running processes. */
    void place(Path jobJar) throws IOException {
        var folder = Files.createDirectories(home.resolve("usrlib"));
        var fresh = home.resolve("job.jar.new");
        Files.copy(jobJar, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, folder.resolve("metering-job.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path old) throws IOException {
        if (!Files.exists(old)) {
            return;
        }
        try (var files = Files.walk(old)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
