package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "events", description = "Shows the latest events, newest first.")
final class EventsCommand implements Callable<Integer> {
    @Option(names = "--resource", paramLabel = "ID", description = "Only of this resource.")
    @Nullable
    String resource;

    @Option(names = "--last", paramLabel = "N", description = "So many, at most 1000; 100 if not given.")
    @Nullable
    Integer last;

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, ApiException {
        var query = new LinkedHashMap<String, String>();
        if (resource != null) {
            query.put("resource", resource);
        }
        if (last != null) {
            query.put("limit", last.toString());
        }
        return output.show(spec, connection.connect().get("/v1/events", query), EventsCommand::table);
    }

    static List<String> table(JsonNode answer) {
        var table = new Table("AT", "TYPE", "ACCOUNT", "RESOURCE", "DATA");
        for (var item : Cells.items(answer)) {
            var data = item.path("data").properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .map(field -> field.getKey() + "=" + field.getValue().asText())
                    .collect(Collectors.joining(" "));
            table.row(List.of(
                    Cells.text(item, "at"),
                    Cells.text(item, "type"),
                    Cells.text(item, "account"),
                    Cells.text(item, "resource"),
                    data));
        }
        return table.isEmpty() ? List.of("nothing has happened yet") : table.lines();
    }
}
