package io.turnpike.metering.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that earlier processes left behind: {@code DIR/JOB/chk-N}, complete once they hold {@code _metadata},
 * which Flink moves into place last. N goes on counting from process to process.
 */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final Pattern NAME = Pattern.compile("chk-(\\d{1,18})");

    private final Path directory;

    Checkpoints(Path directory) {
        this.directory = directory;
    }

    /** The newest that is complete. */
    Optional<Path> newest() {
        return jobs().stream()
                .flatMap(job -> children(job).stream())
                .filter(checkpoint -> Files.isRegularFile(checkpoint.resolve("_metadata")))
                .filter(checkpoint -> number(checkpoint) > 0)
                .max(Comparator.comparingLong(Checkpoints::number).thenComparingLong(Checkpoints::modifiedMillis));
    }

    /** Where a process may put what it needs only while it runs; what a killed one left there is removed. */
    Path emptyScratch() {
        Path scratch = directory.resolve("scratch");
        if (Files.isDirectory(scratch)) {
            delete(scratch);
        }
        return scratch;
    }

    /** Removes what all jobs left but the one that {@code kept} belongs to. */
    void removeAllBut(Path kept) {
        for (Path job : jobs()) {
            if (!kept.startsWith(job)) {
                delete(job);
            }
        }
    }

    private List<Path> jobs() {
        return Files.isDirectory(directory) ? children(directory) : List.of();
    }

    private static long number(Path checkpoint) {
        Matcher name = NAME.matcher(String.valueOf(checkpoint.getFileName()));
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    private static long modifiedMillis(Path checkpoint) {
        try {
            return Files.getLastModifiedTime(checkpoint.resolve("_metadata")).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> children(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path old) {
        try (Stream<Path> files = Files.walk(old)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("Old files stay behind in {}: {}", old, e.toString());
        }
    }
}
