package io.turnpike.standalone.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** {@code ./turnpike} as a user calls it, on one data folder. */
@NullMarked
final class Launcher {
    private static final Path ROOT = Path.of(System.getProperty("turnpike.root"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;

    Launcher(Path data) {
        this.data = data;
    }

    record Outcome(int exitCode, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new IllegalStateException(out + err, e);
            }
        }
    }

    Outcome run(String... words) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("turnpike").toString()));
        command.addAll(List.of(words));
        try {
            Path out = Files.createTempFile("turnpike", ".out");
            Path err = Files.createTempFile("turnpike", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("TURNPIKE_DATA", data.toString());
            builder.environment().put("TURNPIKE_SKIP_BUILD", "1");
            // Of what `up` starts: figures come as soon as they can, so that tests wait for the product and not for a
            // clock.
            builder.environment().put("TURNPIKE_INTERVAL_SECONDS", "2");
            builder.environment().put("TURNPIKE_CHECKPOINT_INTERVAL_MILLIS", "1000");
            int exitCode = builder.start().waitFor();
            Outcome outcome = new Outcome(
                    exitCode,
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return outcome;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs and requires success. */
    Outcome must(String... words) {
        Outcome outcome = run(words);
        if (outcome.exitCode() != 0) {
            throw new AssertionError(
                    String.join(" ", words) + ": exit " + outcome.exitCode() + "\n" + outcome.out() + outcome.err());
        }
        return outcome;
    }
}
