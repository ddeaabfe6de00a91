package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns YAML nodes into JSON and notes where they stand. Plain scalars are read as YAML 1.2 reads them (its JSON
 * schema): {@code no} is a word, {@code 12:30:45} too, and {@code 0.80} keeps its digits.
 */
final class NodeReading {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]+([eE][-+]?[0-9]{1,3})?");
    private static final int DEEPEST = 64;
    private static final int MOST_NODES = 1_000_000;
    private static final JsonNodeFactory JSON = Json.MAPPER.getNodeFactory();

    private final String file;
    private final Map<String, Position> positions = new HashMap<>();
    private int nodes;

    NodeReading(String file) {
        this.file = file;
    }

    Map<String, Position> positions() {
        return Map.copyOf(positions);
    }

    JsonNode read(Node root) throws DocumentException {
        return read(root, "", 0);
    }

    private JsonNode read(Node node, String pointer, int depth) throws DocumentException {
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            throw fault(node, "too large: an alias that contains itself?");
        }
        positions.put(pointer, Position.of(node.getStartMark()));
        return switch (node) {
            case MappingNode mapping -> object(mapping, pointer, depth);
            case SequenceNode sequence -> array(sequence, pointer, depth);
            case ScalarNode scalar -> value(scalar);
            default -> throw fault(node, "not a value");
        };
    }

    private JsonNode object(MappingNode mapping, String pointer, int depth) throws DocumentException {
        var object = JSON.objectNode();
        for (var tuple : mapping.getValue()) {
            var key = key(tuple);
            if (object.has(key)) {
                throw fault(tuple.getKeyNode(), "the key " + key + " is there twice");
            }
            object.set(key, read(tuple.getValueNode(), pointer + "/" + escaped(key), depth + 1));
        }
        return object;
    }

    private String key(NodeTuple tuple) throws DocumentException {
        if (tuple.getKeyNode() instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw fault(tuple.getKeyNode(), "a key has to be a word");
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private JsonNode array(SequenceNode sequence, String pointer, int depth) throws DocumentException {
        var array = JSON.arrayNode();
        for (var element : sequence.getValue()) {
            array.add(read(element, pointer + "/" + array.size(), depth + 1));
        }
        return array;
    }

    private static JsonNode value(ScalarNode scalar) {
        var text = scalar.getValue();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN || scalar.getTag().equals(Tag.STR)) {
            return JSON.textNode(text);
        }
        return switch (text) {
            case "", "~", "null" -> JSON.nullNode();
            case "true" -> JSON.booleanNode(true);
            case "false" -> JSON.booleanNode(false);
            default -> numberOrWord(text);
        };
    }

    private static JsonNode numberOrWord(String text) {
        if (INTEGER.matcher(text).matches()) {
            return JSON.numberNode(new BigInteger(text));
        }
        return DECIMAL.matcher(text).matches() ? JSON.numberNode(new BigDecimal(text)) : JSON.textNode(text);
    }

    private DocumentException fault(Node node, String why) {
        return new DocumentException(file, Position.of(node.getStartMark()), why);
    }
}
