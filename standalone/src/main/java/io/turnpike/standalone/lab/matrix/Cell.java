package io.turnpike.standalone.lab.matrix;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A cell of the ledger.
 *
 * @param resource its id; several joined by {@code |} where any of them may have carried the session
 */
record Cell(String resource, String path, String direction, String rule) {
    static Cell of(JsonNode usage) {
        return new Cell(
                usage.path("resource").asText(),
                usage.path("path").asText(),
                usage.path("direction").asText(),
                usage.path("rule").asText());
    }

    @Override
    public String toString() {
        return resource + " " + path + " " + direction + " " + rule;
    }
}
