package io.turnpike.standalone.lab;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end. */
public final class Command {
    private Command() {}

    /** What a program said. */
    public record Result(int exitCode, String output) {}

    /**
     * Runs it and returns what it said.
     *
     * @throws IOException with what the program said, if it failed
     */
    public static String run(List<String> command, String input) throws IOException {
        Result result = attempt(command, input);
        if (result.exitCode() != 0) {
            throw new IOException(String.join(" ", command) + " failed (" + result.exitCode() + "): "
                    + result.output().strip());
        }
        return result.output();
    }

    public static Result attempt(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
