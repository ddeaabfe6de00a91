package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "limits",
        description = "Shows the limit of each resource, its quota and what is used of it; set and lift change it.",
        subcommands = {LimitsCommand.Set.class, LimitsCommand.Lift.class})
final class LimitsCommand implements Callable<Integer> {
    @Option(names = "--resource", paramLabel = "ID", description = "Only of this resource.")
    @Nullable
    String resource;

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, ApiException {
        Map<String, String> query = resource == null ? Map.of() : Map.of("resource", resource);
        return output.show(spec, connection.connect().get("/v1/limits", query), LimitsCommand::table);
    }

    static List<String> table(JsonNode answer) {
        var table = new Table(
                "RESOURCE",
                "ACCOUNT",
                "REASON",
                "OUT BIT/S",
                "IN BIT/S",
                "USED",
                "QUOTA",
                "PERCENT",
                "VERSION",
                "STATE",
                "SINCE");
        for (var item : answer.has("items") ? Cells.items(answer) : List.of(answer)) {
            table.row(List.of(
                    Cells.text(item, "resource"),
                    Cells.text(item, "account"),
                    Cells.text(item, "reason"),
                    Cells.count(item, "outBitsPerSecond"),
                    Cells.count(item, "inBitsPerSecond"),
                    Cells.count(item, "usedOctets"),
                    Cells.count(item, "quotaOctetsPerMonth"),
                    Cells.text(item, "percent"),
                    Cells.text(item, "version"),
                    Cells.text(item, "state"),
                    Cells.text(item, "since")));
        }
        return table.isEmpty() ? List.of("no resource that can be limited") : table.lines();
    }

    private static String path(String resource) {
        return "/v1/resources/" + ApiClient.encoded(resource) + "/limit";
    }

    @Command(name = "set", description = "Limits a resource by hand, whatever its cap and quota say.")
    static final class Set implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID", description = "The resource.")
        String resource = "";

        @Option(names = "--out", paramLabel = "BITS", description = "Bits a second to the Internet.")
        @Nullable
        Long out;

        @Option(names = "--in", paramLabel = "BITS", description = "Bits a second from the Internet.")
        @Nullable
        Long in;

        @Mixin
        ConnectionOptions connection = new ConnectionOptions();

        @Mixin
        OutputOptions output = new OutputOptions();

        @Spec
        @Nullable
        CommandSpec spec;

        @Override
        public Integer call() throws IOException, ApiException {
            var body = Json.MAPPER.createObjectNode();
            if (out != null) {
                body.put("outBitsPerSecond", out);
            }
            if (in != null) {
                body.put("inBitsPerSecond", in);
            }
            return output.show(spec, connection.connect().put(path(resource), body), LimitsCommand::table);
        }
    }

    @Command(
            name = "lift",
            description = "Lifts the limit in force: one set by hand for good, that of a quota until the month ends or"
                    + " the quota changes. Shows the limit that is left.")
    static final class Lift implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID", description = "The resource.")
        String resource = "";

        @Mixin
        ConnectionOptions connection = new ConnectionOptions();

        @Mixin
        OutputOptions output = new OutputOptions();

        @Spec
        @Nullable
        CommandSpec spec;

        @Override
        public Integer call() throws IOException, ApiException {
            return output.show(spec, connection.connect().delete(path(resource)), LimitsCommand::table);
        }
    }
}
