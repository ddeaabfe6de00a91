package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        name = "audit",
        description = {
            "Shows the conservation audit: batches of nodes that are missing (HOLE), octets that interfaces counted and"
                    + " that are not accounted for (CONSERVATION), and all that was looked at.",
            "Exit code 0 if no finding is open, 1 if one is."
        },
        subcommands = AuditCommand.Off.class)
final class AuditCommand implements Callable<Integer> {
    @Option(names = "--status", paramLabel = "S", description = "Only OPEN, CLOSED_BY_EVIDENCE or WRITTEN_OFF.")
    @Nullable
    String status;

    @Option(names = "--node", paramLabel = "ID", description = "Only of this node.")
    @Nullable
    String node;

    @Option(names = "--from", paramLabel = "TIME", description = "Only what ended later, such as 2026-11-23T17:05:00Z.")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only what began earlier.")
    @Nullable
    String to;

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
        var ofNode = new LinkedHashMap<String, String>();
        put(ofNode, "node", node);
        var query = new LinkedHashMap<>(ofNode);
        put(query, "status", status);
        put(query, "from", from);
        put(query, "to", to);
        var answer = (ObjectNode) Pages.all(api, "/v1/audit", query);
        answer.set("totals", Cells.items(api.get("/v1/audit/totals", ofNode)));
        var open = new LinkedHashMap<>(query);
        open.put("status", "OPEN");
        int openFindings = Cells.items(Pages.all(api, "/v1/audit", open)).size();
        answer.put("open", openFindings);
        output.show(spec, answer, AuditCommand::lines);
        return openFindings == 0 ? 0 : 1;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    static List<String> lines(JsonNode answer) {
        var lines = new ArrayList<>(findings(answer));
        lines.add("");
        lines.addAll(totals(answer.path("totals")));
        return lines;
    }

    static List<String> findings(JsonNode answer) {
        var table = new Table("STATUS", "KIND", "NODE", "BATCHES", "FROM", "TO", "OCTETS", "PACKETS", "AT", "ID");
        for (var item : answer.has("items") ? Cells.items(answer) : List.of(answer)) {
            table.row(List.of(
                    Cells.text(item, "status"),
                    Cells.text(item, "kind"),
                    Cells.text(item, "node"),
                    batches(item),
                    Cells.text(item, "from"),
                    Cells.text(item, "until"),
                    Cells.count(item, "octets"),
                    Cells.count(item, "packets"),
                    place(item),
                    Cells.text(item, "id")));
        }
        return table.isEmpty() ? List.of("no holes, no differences") : table.lines();
    }

    private static String batches(JsonNode item) {
        var first = item.path("firstSequence").asText();
        var last = item.path("lastSequence").asText("");
        return first.equals(last) ? first : first + ".." + (item.hasNonNull("lastSequence") ? last : "");
    }

    private static String place(JsonNode item) {
        return item.hasNonNull("interfaceName")
                ? Cells.text(item, "interfaceName") + " " + Cells.text(item, "direction")
                : "-";
    }

    private static List<String> totals(JsonNode totals) {
        var table = new Table("NODE", "INTERFACE", "WAY", "COUNTED", "ACCOUNTED FOR", "DIFFERENCE", "OF WHICH");
        for (var total : totals) {
            table.row(List.of(
                    Cells.text(total, "node"),
                    Cells.text(total, "interfaceName"),
                    Cells.text(total, "direction"),
                    Cells.count(total, "countedOctets"),
                    Cells.count(total, "accountedOctets"),
                    Cells.count(total, "differenceOctets"),
                    fates(total)));
        }
        return table.isEmpty() ? List.of("nothing was looked at yet") : table.lines();
    }

    private static String fates(JsonNode total) {
        var parts = new ArrayList<String>();
        for (var fate : List.of("session", "dropped", "answered", "node", "link", "handedOver", "unmetered")) {
            if (total.path(fate + "Octets").asLong() > 0) {
                parts.add(fate + " " + Cells.count(total, fate + "Octets"));
            }
        }
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    @Command(
            name = "write-off",
            description =
                    "Says, by name and with a reason, that an open finding is not waited for. Should it change later, it"
                            + " is open again.")
    static final class Off implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID", description = "The finding.")
        String id = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the audit log.")
        String reason = "";

        @Mixin
        ConnectionOptions connection = new ConnectionOptions();

        @Mixin
        OutputOptions output = new OutputOptions();

        @Spec
        @Nullable
        CommandSpec spec;

        @Override
        public Integer call() throws IOException, ApiException {
            var body = Json.MAPPER.createObjectNode().put("reason", reason);
            var path = "/v1/audit/" + ApiClient.encoded(id) + "/write-off";
            return output.show(spec, connection.connect().post(path, body), AuditCommand::findings);
        }
    }
}
