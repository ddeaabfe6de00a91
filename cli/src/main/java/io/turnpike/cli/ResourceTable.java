package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Resources of every kind in one table; what only one kind has is in the last column. */
final class ResourceTable {
    private ResourceTable() {}

    /** Of a list, or of one resource. */
    static List<String> lines(JsonNode answer) {
        var table = new Table("ID", "KIND", "ACCOUNT", "ADDRESS", "PRIVATE ADDRESS", "BOUND TO", "LIMIT", "DETAILS");
        for (var item : answer.has("items") ? Cells.items(answer) : List.of(answer)) {
            table.row(List.of(
                    Cells.text(item, "id"),
                    Cells.text(item, "kind"),
                    Cells.text(item, "account"),
                    Cells.text(item, "address"),
                    joined(List.of(value(item, "privateAddress"), value(item, "ipv6Address"))),
                    Cells.text(item, "boundTo"),
                    limit(item),
                    details(item)));
        }
        return table.isEmpty() ? List.of("no resources: ./turnpike apply -f FILE") : table.lines();
    }

    private static String limit(JsonNode item) {
        var parts = new ArrayList<String>();
        if (item.path("capBitsPerSecond").isNumber()) {
            parts.add(Cells.count(item, "capBitsPerSecond") + " bit/s");
        }
        if (item.path("quotaOctetsPerMonth").isNumber()) {
            parts.add(Cells.count(item, "quotaOctetsPerMonth") + " octets/month");
        }
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    private static String details(JsonNode item) {
        return joined(List.of(
                value(item, "role"),
                all(item, "localAddresses", JsonNode::asText),
                all(item, "ingressAddresses", address -> "at " + address.asText()),
                all(item, "listeners", ResourceTable::listener),
                all(item, "snat", entry -> value(entry, "source") + ">" + all(entry, "eips", JsonNode::asText, "|")),
                all(item, "dnat", ResourceTable::dnat)));
    }

    private static String listener(JsonNode listener) {
        var certificates = all(listener, "certificates", JsonNode::asText, "|");
        var text = value(listener, "protocol") + ":" + value(listener, "port");
        return certificates.isEmpty() ? text : text + "(" + certificates + ")";
    }

    private static String dnat(JsonNode entry) {
        var port = value(entry, "port");
        var door = value(entry, "eip") + ":" + value(entry, "protocol") + (port.isEmpty() ? "" : ":" + port);
        var inside = value(entry, "resourcePort");
        return door + ">" + value(entry, "resource") + (inside.isEmpty() ? "" : ":" + inside);
    }

    private static String all(JsonNode item, String field, Function<JsonNode, String> text) {
        return all(item, field, text, " ");
    }

    private static String all(JsonNode item, String field, Function<JsonNode, String> text, String separator) {
        return StreamSupport.stream(item.path(field).spliterator(), false)
                .map(text)
                .collect(Collectors.joining(separator));
    }

    private static String value(JsonNode item, String field) {
        return item.path(field).isNull() ? "" : item.path(field).asText();
    }

    private static String joined(List<String> parts) {
        var text = parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return text.isEmpty() ? "-" : text;
    }
}
