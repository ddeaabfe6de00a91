package io.turnpike.node.queue;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command {@code tc} in a node's network namespace. */
final class TrafficControl implements AutoCloseable {
    private final NetworkNamespace namespace;

    /** One in the namespace at a path, or in that of the process */
    TrafficControl(@Nullable String networkNamespace) {
        namespace = new NetworkNamespace(networkNamespace);
    }

    /**
     * Runs several commands, up to the first that fails.
     *
     * @throws IOException if one fails, or there is no {@code tc}: the package iproute2 has it
     */
    void batch(List<String> commands) throws IOException {
        String ignored = run(String.join("\n", commands), List.of("-batch", "-"));
    }

    /** What one command prints. */
    String show(String... arguments) throws IOException {
        return run("", List.of(arguments));
    }

    private String run(String input, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("tc"));
        command.addAll(arguments);
        // A child is in the namespace of the thread that starts it.
        Process process = started(new ProcessBuilder(command).redirectErrorStream(true));
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("tc " + String.join(" ", arguments) + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }

    private Process started(ProcessBuilder builder) throws IOException {
        try {
            return namespace.call(builder::start);
        } catch (RuntimeException e) {
            throw new IOException("tc does not start: is iproute2 installed?", e);
        }
    }

    @Override
    public void close() {
        namespace.close();
    }
}
