package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects all the pages of a list into one answer of the same shape. */
final class Pages {
    private Pages() {}

    static JsonNode all(ApiClient api, String path, Map<String, String> query) throws ApiException {
        var asked = new LinkedHashMap<>(query);
        var items = Json.MAPPER.createArrayNode();
        var page = api.get(path, asked);
        Cells.items(page).forEach(items::add);
        while (page.hasNonNull("nextCursor")) {
            asked.put("cursor", page.path("nextCursor").asText());
            page = api.get(path, asked);
            Cells.items(page).forEach(items::add);
        }
        return Json.MAPPER.createObjectNode().set("items", items);
    }
}
