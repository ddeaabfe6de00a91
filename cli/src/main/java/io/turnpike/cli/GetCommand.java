package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "get", description = "Shows what is registered (resources), or what the nodes last reported (nodes).")
final class GetCommand implements Callable<Integer> {
    /** What can be got. */
    enum Kind {
        resources,
        nodes
    }

    @Parameters(index = "0", paramLabel = "resources|nodes", description = "What to show.")
    @Nullable
    Kind kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Only this one.")
    @Nullable
    String id;

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, ApiException {
        var api = connection.connect();
        return switch (kind) {
            case resources -> output.show(spec, resources(api), ResourceTable::lines);
            case nodes -> output.show(spec, nodes(api), GetCommand::nodeTable);
            case null -> throw new IllegalStateException("picocli requires the kind");
        };
    }

    private JsonNode resources(ApiClient api) throws ApiException {
        return api.get(id == null ? "/v1/resources" : "/v1/resources/" + ApiClient.encoded(id));
    }

    private JsonNode nodes(ApiClient api) throws IOException, ApiException {
        var all = api.get("/v1/nodes");
        if (id == null) {
            return all;
        }
        var found = Json.MAPPER.createArrayNode();
        for (var item : Cells.items(all)) {
            if (item.path("node").asText().equals(id)) {
                found.add(item);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no node called " + id + " has reported");
        }
        return Json.MAPPER.createObjectNode().set("items", found);
    }

    static List<String> nodeTable(JsonNode answer) {
        var table = new Table("NODE", "BOOT", "NEXT BATCH", "COMPLETE TO", "REGISTRY VERSION", "AGE");
        for (var item : Cells.items(answer)) {
            table.row(List.of(
                    Cells.text(item, "node"),
                    Cells.text(item, "bootEpoch"),
                    Cells.text(item, "nextSequence"),
                    Cells.text(item, "intervalEnd"),
                    Cells.text(item, "registryVersion"),
                    Cells.seconds(item, "ageSeconds")));
        }
        return table.isEmpty() ? List.of("no node has reported yet") : table.lines();
    }
}
