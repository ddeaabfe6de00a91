package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Values of the API as the cells of a table. */
final class Cells {
    private static final String NONE = "-";

    private Cells() {}

    static String text(JsonNode item, String field) {
        var value = item.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return NONE;
        }
        var text = value.isValueNode() ? value.asText() : value.toString();
        return text.isEmpty() ? NONE : text;
    }

    /** A whole number with its thousands set apart. */
    static String count(JsonNode item, String field) {
        var value = item.path(field);
        return value.isIntegralNumber()
                ? String.format(Locale.ROOT, "%,d", value.bigIntegerValue())
                : text(item, field);
    }

    static String seconds(JsonNode item, String field) {
        var value = item.path(field);
        return value.isNumber() ? value.asLong() + " s" : NONE;
    }

    static JsonNode items(JsonNode answer) {
        return answer.path("items");
    }
}
