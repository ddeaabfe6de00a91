package io.turnpike.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnpike.bench.l4.L4Bench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./turnpike bench NAME [--json FILE]}. */
@Command(
        name = "turnpike bench",
        description = "Measures, and prints a table.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchMain implements Callable<Integer> {
    /** What there is to measure. */
    enum Bench {
        METERING,
        L4
    }

    @Parameters(
            paramLabel = "NAME",
            description = "metering (seconds); l4: a director beside its peers (root, about 5 minutes).")
    private @Nullable Bench bench;

    @Option(names = "--json", paramLabel = "FILE", description = "Append one JSON object a figure to FILE.")
    private @Nullable Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Figure> figures = switch (Objects.requireNonNull(bench)) {
            case METERING -> MeteringBench.run();
            case L4 -> L4Bench.run();
        };
        for (Figure figure : figures) {
            System.out.println(line(figure));
        }
        if (json != null) {
            write(json, figures);
        }
        return 0;
    }

    private static String line(Figure figure) {
        Double value = figure.value();
        if (value == null) {
            return "%-10s %-24s %14s %s".formatted(figure.bench(), figure.metric(), "-", figure.reason());
        }
        String line = "%-10s %-24s %14.2f %s".formatted(figure.bench(), figure.metric(), value, figure.unit());
        if (figure.ratio() != null) {
            line += ", %.2f times %s".formatted(figure.ratio(), figure.baseline());
        }
        line += " (%.2f .. %.2f, %d runs)".formatted(figure.min(), figure.max(), figure.runs());
        return figure.goal() == null ? line : line + ", goal " + figure.goal();
    }

    private static void write(Path file, List<Figure> figures) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        StringBuilder lines = new StringBuilder();
        for (Figure figure : figures) {
            lines.append(mapper.writeValueAsString(figure)).append('\n');
        }
        Files.writeString(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
