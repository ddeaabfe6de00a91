package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The way of octets to a bill line, one row for each resource and path. */
public final class WayTable {
    private WayTable() {}

    /**
     * The table, head first.
     *
     * @param answer of {@code GET /v1/way}
     */
    public static List<String> lines(JsonNode answer) {
        var table = new Table("RESOURCE", "PATH", "COUNTED", "ATTRIBUTED", "CHARGEABLE", "AMOUNT", "CURRENCY", "AGE");
        for (var item : Cells.items(answer)) {
            table.row(List.of(
                    Cells.text(item, "resource"),
                    Cells.text(item, "path"),
                    Cells.count(item, "countedOctets"),
                    Cells.count(item, "attributedOctets"),
                    Cells.count(item, "chargeableOctets"),
                    Cells.text(item, "exactAmount"),
                    Cells.text(item, "currency"),
                    Cells.seconds(item, "ageSeconds")));
        }
        return table.isEmpty() ? List.of("no octet has come this way yet") : table.lines();
    }
}
