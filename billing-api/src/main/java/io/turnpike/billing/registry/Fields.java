package io.turnpike.billing.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object strictly. What is wrong is reported and a stand-in returned in its place, so that
 * reading goes on and finds the other errors too; the stand-ins are never used, since a declaration with errors is refused.
 */
final class Fields {
    /** A number such as 1e999999999 is short in JSON, but its digits would fill the memory. */
    private static final int MOST_DECIMALS = 100;

    private final JsonNode node;
    private final String pointer;
    private final Violations violations;
    private final Set<String> known = new HashSet<>();

    Fields(JsonNode node, String pointer, Violations violations) {
        this.node = node;
        this.pointer = pointer;
        this.violations = violations;
        if (!node.isObject()) {
            violations.add(pointer, "must be an object");
        }
    }

    JsonNode node() {
        return node;
    }

    /** Parses a text; the parser refuses with an IllegalArgumentException whose message is for people. */
    <T> T required(String name, T standIn, Function<String, T> parser) {
        T value = optional(name, parser);
        mustBePresent(name);
        return value == null ? standIn : value;
    }

    void mustBePresent(String name) {
        if (field(name).isMissingNode()) {
            violation(name, "is missing");
        }
    }

    <T> @Nullable T optional(String name, Function<String, T> parser) {
        JsonNode field = field(name);
        if (field.isMissingNode()) {
            return null;
        }
        if (!field.isTextual()) {
            violation(name, "must be a text");
            return null;
        }
        return parse(name, field.textValue(), parser);
    }

    /** A decimal as a text or as a JSON number, which is taken digit by digit, never as binary floating point. */
    <T> T decimal(String name, T standIn, Function<String, T> parser) {
        JsonNode field = field(name);
        if (!field.isNumber()) {
            return required(name, standIn, parser);
        }
        if (Math.abs(field.decimalValue().scale()) > MOST_DECIMALS) {
            violation(name, "is out of range");
            return standIn;
        }
        T value = parse(name, field.decimalValue().toPlainString(), parser);
        return value == null ? standIn : value;
    }

    int integer(String name, int least, int most) {
        return integer(name, least, most, null);
    }

    int integer(String name, int least, int most, @Nullable Integer absent) {
        JsonNode field = field(name);
        if (field.isMissingNode() && absent != null) {
            return absent;
        }
        if (!field.isIntegralNumber()
                || !field.canConvertToInt()
                || field.intValue() < least
                || field.intValue() > most) {
            violation(name, field.isMissingNode() ? "is missing" : "must be an integer from " + least + " to " + most);
            return least;
        }
        return field.intValue();
    }

    /** An integer from 1. */
    @Nullable
    Long optionalLong(String name, long most) {
        JsonNode field = field(name);
        if (field.isMissingNode()) {
            return null;
        }
        if (!field.isIntegralNumber()
                || !field.canConvertToLong()
                || field.longValue() < 1
                || field.longValue() > most) {
            violation(name, "must be an integer from 1 to " + most);
            return null;
        }
        return field.longValue();
    }

    boolean flag(String name) {
        JsonNode field = field(name);
        if (!field.isMissingNode() && !field.isBoolean()) {
            violation(name, "must be true or false");
        }
        return field.booleanValue();
    }

    /** An object within this one. */
    <T> @Nullable T object(String name, Function<Fields, T> reader) {
        JsonNode field = field(name);
        if (field.isMissingNode()) {
            return null;
        }
        if (!field.isObject()) {
            violation(name, "must be an object");
            return null;
        }
        return reader.apply(new Fields(field, at(name), violations));
    }

    <T> List<T> objects(String name, int most, Function<Fields, T> reader) {
        return elements(name, most, (element, at) -> reader.apply(new Fields(element, at, violations)));
    }

    <T> List<T> texts(String name, int most, Function<String, T> parser) {
        return elements(name, most, (element, at) -> {
            if (!element.isTextual()) {
                violations.add(at, "must be a text");
                return null;
            }
            return parse(at.substring(pointer.length() + 1), element.textValue(), parser);
        });
    }

    private interface ElementReader<T> {
        @Nullable
        T read(JsonNode element, String at);
    }

    private <T> List<T> elements(String name, int most, ElementReader<T> reader) {
        JsonNode field = field(name);
        if (field.isMissingNode()) {
            return List.of();
        }
        if (!field.isArray() || field.size() > most) {
            violation(name, "must be a list of at most " + most);
            return List.of();
        }
        List<T> result = new ArrayList<>();
        for (int i = 0; i < field.size(); i++) {
            T element = reader.read(field.get(i), at(name) + "/" + i);
            if (element != null) {
                result.add(element);
            }
        }
        return result;
    }

    /** Reports every field that no reader asked for. */
    void end() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                violation(name.replace("~", "~0").replace("/", "~1"), "is not a field that is known here");
            }
        });
    }

    void violation(String name, String detail) {
        violations.add(at(name), detail);
    }

    private String at(String name) {
        return pointer + "/" + name;
    }

    /** A field that is null counts as absent. */
    private JsonNode field(String name) {
        known.add(name);
        JsonNode field = node.path(name);
        return field.isNull() ? MissingNode.getInstance() : field;
    }

    private <T> @Nullable T parse(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            violation(name, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
