package io.turnpike.billing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DeclarationPropertyTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static JsonNode replacement(int choice, String text) {
        return switch (choice) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.textNode(text);
            case 2 -> NODES.numberNode(-1);
            case 3 -> NODES.numberNode(new BigDecimal("1e400"));
            case 4 -> NODES.booleanNode(true);
            case 5 -> NODES.objectNode().set(text, NODES.objectNode());
            default -> NODES.arrayNode().add(NODES.arrayNode()).add(text);
        };
    }

    private static List<JsonNode> containers(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        if (node.isContainerNode()) {
            found.add(node);
            node.forEach(child -> found.addAll(containers(child)));
        }
        return found;
    }

    /** Puts something else in some place of a valid declaration. */
    private static void mutate(JsonNode root, int place, JsonNode value) {
        List<JsonNode> all = containers(root);
        JsonNode container = all.get(place % all.size());
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            object.set(names.get(place % names.size()), value);
        } else if (container instanceof ArrayNode array && !array.isEmpty()) {
            array.set(place % array.size(), value);
        }
    }

    @Property
    void everyDeclarationIsEitherTakenOrRefusedWithPointersIntoIt(
            @ForAll @IntRange(max = 100_000) int place,
            @ForAll @IntRange(max = 6) int choice,
            @ForAll String text,
            @ForAll @IntRange(max = 100_000) int secondPlace) {
        JsonNode json = Declarations.json(Declarations.edge());
        mutate(json, place, replacement(choice, text));
        mutate(json, secondPlace, replacement(choice, text));
        Violations violations = new Violations();
        Declaration declaration = DeclarationReader.read(json, violations);
        if (violations.isEmpty()) {
            DeclarationRules.check(
                    declaration, RegistryState.EMPTY, fingerprint -> false, Declarations.NOW, violations);
        }
        if (violations.isEmpty()) {
            assertThat(ResourceChange.of(declaration, RegistryState.EMPTY))
                    .hasSameSizeAs(declaration.resources())
                    .allMatch(change -> change.change() == Change.CREATED);
        }
        assertThat(violations.toList())
                .hasSizeLessThanOrEqualTo(100)
                .allSatisfy(violation -> assertThat(violation.pointer()).matches("(?s)(/.*)?"));
    }
}
