package io.turnpike.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.turnpike.cli.ApiException;
import io.turnpike.standalone.supervise.StackState;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Shows the health of each part, and how fresh the nodes' figures are.")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "For machines.")
    boolean json;

    @Mixin
    DataOption dataOption = new DataOption();

    @Override
    public Integer call() throws IOException {
        var data = dataOption.directory();
        var read = new StateFile(data).read();
        if (read.isEmpty()) {
            System.out.println(json ? "{\"running\":false,\"healthy\":false}" : "nothing is up on " + data.root());
            return 1;
        }
        var state = read.get();
        var nodes = nodes(state);
        if (json) {
            printJson(state, nodes);
        } else {
            print(state, nodes);
        }
        return state.isHealthy() ? 0 : 1;
    }

    private static void print(StackState state, JsonNode nodes) {
        if (!state.isRunning()) {
            System.out.println("the supervisor was killed (pid "
                    + state.supervisor().pid() + "): ./turnpike up or down clears what it left");
        }
        new StatusView(state).lines().forEach(System.out::println);
        for (var node : nodes.path("items")) {
            System.out.printf(
                    "node %s: figures complete to %s%s%n",
                    node.path("node").asText(),
                    node.path("intervalEnd").asText("?"),
                    node.has("ageSeconds") ? ", " + node.path("ageSeconds").asLong() + " s ago" : "");
        }
    }

    private static void printJson(StackState state, JsonNode nodes) {
        var mapper = new ObjectMapper();
        var answer = mapper.createObjectNode();
        answer.put("running", state.isRunning());
        answer.put("healthy", state.isHealthy());
        answer.put("supervisorPid", state.supervisor().pid());
        answer.set("links", mapper.valueToTree(state.links()));
        var parts = answer.putArray("parts");
        for (var part : state.parts()) {
            var item = parts.addObject();
            item.put("name", part.name());
            item.put("state", part.phase().name());
            item.put("healthy", part.isHealthy());
            item.put("pid", part.process() == null ? 0 : part.process().pid());
            item.put("port", part.port());
            item.put("startedMillis", part.startedMillis());
            item.put("restarts", part.restarts());
            item.put("detail", part.detail());
        }
        answer.set("nodes", nodes.isMissingNode() ? mapper.createArrayNode() : nodes.path("items"));
        System.out.println(answer.toPrettyString());
    }

    /** Missing where the API cannot be asked, which its own line in the table tells already. */
    private static JsonNode nodes(StackState state) {
        if (!state.isRunning() || !state.links().containsKey("url")) {
            return MissingNode.getInstance();
        }
        try {
            return RunningApi.of(state.links()).get("/v1/nodes");
        } catch (ApiException | IOException e) {
            return MissingNode.getInstance();
        }
    }
}
