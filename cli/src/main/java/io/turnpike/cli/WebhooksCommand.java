package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "webhooks",
        description = "Who is told of events, by signed messages (Standard Webhooks).",
        synopsisSubcommandLabel = "add|list|remove",
        subcommands = {WebhooksCommand.Add.class, WebhooksCommand.ListAll.class, WebhooksCommand.Remove.class})
final class WebhooksCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), "add, list or remove?");
    }

    @Command(name = "add", description = "Makes a webhook, and shows its secret: this once.")
    static final class Add implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "URL", description = "Where messages are posted to.")
        String url = "";

        @Option(
                names = "--event",
                paramLabel = "TYPE",
                description = "Only events of this type, such as QUOTA_EXCEEDED; may be given several times.")
        List<String> events = new ArrayList<>();

        @Mixin
        ConnectionOptions connection = new ConnectionOptions();

        @Mixin
        OutputOptions output = new OutputOptions();

        @Spec
        @Nullable
        CommandSpec spec;

        @Override
        public Integer call() throws IOException, ApiException {
            var body = Json.MAPPER.createObjectNode().put("url", url);
            if (!events.isEmpty()) {
                body.set("events", Json.MAPPER.valueToTree(events));
            }
            return output.show(
                    spec,
                    connection.connect().post("/v1/webhooks", body),
                    made -> List.of(
                            "webhook " + Cells.text(made, "id"),
                            "secret " + Cells.text(made, "secret") + " (keep it; it is not shown again)"));
        }
    }

    @Command(name = "list", description = "Shows the webhooks.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        ConnectionOptions connection = new ConnectionOptions();

        @Mixin
        OutputOptions output = new OutputOptions();

        @Spec
        @Nullable
        CommandSpec spec;

        @Override
        public Integer call() throws IOException, ApiException {
            return output.show(spec, connection.connect().get("/v1/webhooks"), WebhooksCommand::table);
        }
    }

    @Command(name = "remove", description = "Removes a webhook, with all that was still to be sent to it.")
    static final class Remove implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID", description = "The webhook.")
        String id = "";

        @Mixin
        ConnectionOptions connection = new ConnectionOptions();

        @Mixin
        OutputOptions output = new OutputOptions();

        @Spec
        @Nullable
        CommandSpec spec;

        @Override
        public Integer call() throws IOException, ApiException {
            var answer = connection.connect().delete("/v1/webhooks/" + ApiClient.encoded(id));
            return output.show(spec, answer, removed -> List.of("webhook " + id + " removed"));
        }
    }

    private static List<String> table(JsonNode answer) {
        var table = new Table("ID", "ACCOUNT", "URL", "EVENTS", "PENDING", "LAST OUTCOME", "DISABLED");
        for (var item : Cells.items(answer)) {
            var events = StreamSupport.stream(item.path("events").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" "));
            table.row(List.of(
                    Cells.text(item, "id"),
                    Cells.text(item, "account"),
                    Cells.text(item, "url"),
                    events.isEmpty() ? "all" : events,
                    Cells.count(item, "pending"),
                    Cells.text(item, "lastOutcome"),
                    Cells.text(item, "disabledReason")));
        }
        return table.isEmpty() ? List.of("no webhooks") : table.lines();
    }
}
