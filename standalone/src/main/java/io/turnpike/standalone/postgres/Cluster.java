package io.turnpike.standalone.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;

/** The server's data directory. It is made aside, with the database in it, and moved into place when it is whole. */
record Cluster(Path directory, Binaries binaries, Path passwordFile) {
    void require() throws IOException, InterruptedException {
        if (Files.exists(directory)) {
            return;
        }
        var fresh = directory.resolveSibling(directory.getFileName() + ".new");
        delete(fresh);
        run(
                binaries.command(
                        "initdb",
                        "--pgdata=" + fresh,
                        "--username=" + PostgreSql.USER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--no-instructions"),
                "");
        run(
                binaries.command("postgres", "--single", "-D", fresh.toString(), "postgres"),
                "CREATE DATABASE " + PostgreSql.DATABASE + "\n");
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void run(List<String> command, String input) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("%s: exit %d%n%s".formatted(String.join(" ", command), process.exitValue(), output));
        }
    }

    private static void delete(Path left) throws IOException {
        if (!Files.exists(left)) {
            return;
        }
        List<Path> deepestFirst;
        try (var walk = Files.walk(left)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : deepestFirst) {
            Files.delete(path);
        }
    }
}
