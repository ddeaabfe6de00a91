package io.turnpike.standalone.clickhouse;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Fetches the archive of an npm package; goes on where an interrupted download ended. */
record Download(String npmPackage, Path file, Consumer<String> say) {
    private static final int SAY_EVERY_SECONDS = 5;

    /** curl's exits for "the server has no octets beyond these": the file may be whole already. */
    private static final List<Integer> NOTHING_LEFT = List.of(22, 33);

    void resume() throws IOException, InterruptedException {
        long had = size();
        say.accept(
                had == 0
                        ? "fetching the ClickHouse engine (180 MB, once)"
                        : "fetching the ClickHouse engine: going on after " + megabytes() + " MB");
        var address = run(List.of("npm", "view", npmPackage, "dist.tarball")).strip();
        if (!address.startsWith("https://")) {
            throw new IOException("npm does not know " + npmPackage + ": " + address);
        }
        int exit = fetch(address);
        if (exit != 0 && !(NOTHING_LEFT.contains(exit) && had > 0)) {
            throw new IOException(
                    "the download of the ClickHouse engine broke off at %d MB (curl: exit %d); it will go on from there"
                            .formatted(megabytes(), exit));
        }
    }

    private int fetch(String address) throws IOException, InterruptedException {
        var curl = new ProcessBuilder(
                        "curl",
                        "--fail",
                        "--location",
                        "--silent",
                        "--show-error",
                        "--retry",
                        "5",
                        "--continue-at",
                        "-",
                        "--output",
                        file.toString(),
                        address)
                .redirectInput(new File("/dev/null"))
                .inheritIO()
                .start();
        try {
            while (!curl.waitFor(SAY_EVERY_SECONDS, TimeUnit.SECONDS)) {
                say.accept("fetching the ClickHouse engine: %d MB so far".formatted(megabytes()));
            }
            return curl.exitValue();
        } finally {
            curl.destroy();
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.getInputStream()) {
            var text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": exit " + process.exitValue());
            }
            return text;
        }
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private long megabytes() throws IOException {
        return size() / 1_000_000;
    }
}
