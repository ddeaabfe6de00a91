package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** For people or for machines. */
final class OutputOptions {
    @Option(names = "--json", description = "Print the API's JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    int show(@Nullable CommandSpec spec, JsonNode answer, Function<JsonNode, List<String>> table) {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(Json.print(answer));
        } else {
            table.apply(answer).forEach(out::println);
        }
        return 0;
    }
}
