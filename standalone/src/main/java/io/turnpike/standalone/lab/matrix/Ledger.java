package io.turnpike.standalone.lab.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.cli.ApiClient;
import io.turnpike.cli.ApiException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the API says was used, summed by cell. */
final class Ledger {
    /** What nodes say to each other never rests, and is nobody's. */
    private static final String INFRASTRUCTURE = "INFRA";

    private final ApiClient api;

    Ledger(ApiClient api) {
        this.api = api;
    }

    /** Octets of every cell, over all of the last day. */
    Map<Cell, Long> octets() throws ApiException {
        Map<Cell, Long> octets = new TreeMap<>(Comparator.comparing(Cell::toString));
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "10000"));
        while (true) {
            var page = api.get("/v1/usage", query);
            for (JsonNode item : page.path("items")) {
                Cell cell = Cell.of(item);
                if (!cell.rule().equals(INFRASTRUCTURE)) {
                    octets.merge(cell, item.path("octets").asLong(), Long::sum);
                }
            }
            if (!page.hasNonNull("nextCursor")) {
                return octets;
            }
            query.put("cursor", page.path("nextCursor").asText());
        }
    }

    /** What was added to each cell; cells that are the same are left out. */
    static Map<Cell, Long> growth(Map<Cell, Long> before, Map<Cell, Long> after) {
        Map<Cell, Long> growth = new LinkedHashMap<>();
        after.forEach((cell, octets) -> {
            long more = octets - before.getOrDefault(cell, 0L);
            if (more != 0) {
                growth.put(cell, more);
            }
        });
        return growth;
    }
}
