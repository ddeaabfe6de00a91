package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "usage", description = "Shows metered octets, a line for each minute and key.")
final class UsageCommand implements Callable<Integer> {
    @Option(names = "--resource", paramLabel = "ID", description = "Only of this resource.")
    @Nullable
    String resource;

    @Option(names = "--account", paramLabel = "ID", description = "Only of this account.")
    @Nullable
    String account;

    @Option(names = "--from", paramLabel = "TIME", description = "From this minute on, as 2026-11-23T17:05:00Z.")
    @Nullable
    Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this minute.")
    @Nullable
    Instant to;

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, ApiException {
        var items = Pages.all(connection.connect(), "/v1/usage", query());
        return output.show(spec, items, UsageCommand::table);
    }

    private Map<String, String> query() {
        var query = new LinkedHashMap<String, String>();
        put(query, "resource", resource);
        put(query, "account", account);
        put(query, "from", from);
        put(query, "to", to);
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable Object value) {
        if (value != null) {
            query.put(name, value.toString());
        }
    }

    static List<String> table(JsonNode answer) {
        var table = new Table(
                "MINUTE",
                "ACCOUNT",
                "RESOURCE",
                "PATH",
                "DIRECTION",
                "RULE",
                "OCTETS",
                "PACKETS",
                "CHARGEABLE",
                "STATE");
        for (var item : Cells.items(answer)) {
            table.row(List.of(
                    Cells.text(item, "from"),
                    Cells.text(item, "account"),
                    Cells.text(item, "resource"),
                    Cells.text(item, "path"),
                    Cells.text(item, "direction"),
                    Cells.text(item, "rule"),
                    Cells.count(item, "octets"),
                    Cells.count(item, "packets"),
                    Cells.count(item, "chargeableOctets"),
                    Cells.text(item, "state")));
        }
        return table.isEmpty() ? List.of("no usage in this time") : table.lines();
    }
}
