package io.turnpike.billing.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The command line client, in a process of its own. */
record CommandLineClient(Api api, Path directory) {
    /** What it said, and the exit code that it said it with. */
    record Outcome(int exit, String out, String err) {}

    /** Applies a file with this declaration in it. */
    Outcome apply(String declaration, String... options) throws Exception {
        Path file = Files.writeString(directory.resolve("declaration.json"), declaration.replace('\'', '"'));
        return run(Stream.concat(Stream.of("apply", "-f", file.toString()), Stream.of(options))
                .toList());
    }

    private Outcome run(List<String> words) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(Stream.of(
                        Stream.of(java.toString(), "-XX:TieredStopAtLevel=1", "io.turnpike.cli.TurnpikeCli"),
                        words.stream(),
                        Stream.of("--url", api.root().toString(), "--key", api.key()))
                .flatMap(part -> part)
                .toList());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        int exit = process.waitFor();
        return new Outcome(
                exit, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
