package io.turnpike.billing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.billing.registry.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of a small body strictly, and tells at the end of all that is wrong with it. */
final class RequestBody {
    private final JsonNode json;
    private final Set<String> known = new HashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    private RequestBody(JsonNode json) {
        this.json = json;
    }

    static RequestBody parse(byte[] octets) {
        JsonNode json = JsonBody.parse(octets);
        if (!json.isObject()) {
            throw new InvalidBodyException(List.of(new Violation("", "must be an object")));
        }
        return new RequestBody(json);
    }

    Optional<String> text(String name) {
        Optional<JsonNode> field = field(name);
        if (field.isPresent() && !field.get().isTextual()) {
            violation(name, "must be a text");
            return Optional.empty();
        }
        return field.map(JsonNode::textValue);
    }

    /** A whole number, 0 if it is not there or refused. */
    long integer(String name, long least, long most, String expected) {
        Optional<JsonNode> field = field(name);
        if (field.isEmpty()) {
            return 0;
        }
        JsonNode value = field.get();
        boolean fits = value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= least
                && value.longValue() <= most;
        if (!fits) {
            violation(name, expected);
        }
        return fits ? value.longValue() : 0;
    }

    List<String> texts(String name, Set<String> allowed) {
        Optional<JsonNode> field = field(name);
        List<String> texts = new ArrayList<>();
        if (field.isPresent() && !field.get().isArray()) {
            violation(name, "must be a list");
        }
        field.ifPresent(list -> list.forEach(element -> texts.add(element.asText())));
        if (!allowed.containsAll(texts)) {
            violation(
                    name,
                    "must have no others than "
                            + String.join(", ", allowed.stream().sorted().toList()));
        }
        return texts.stream().distinct().toList();
    }

    boolean has(String name) {
        return field(name).isPresent();
    }

    void violation(String name, String detail) {
        violations.add(new Violation("/" + name, detail));
    }

    /** Has to come last. */
    void end() {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                violation(name.replace("~", "~0").replace("/", "~1"), "is not a field that is known here");
            }
        });
        if (!violations.isEmpty()) {
            throw new InvalidBodyException(violations);
        }
    }

    /** A field that is null counts as absent. */
    private Optional<JsonNode> field(String name) {
        known.add(name);
        return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
    }
}
