package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** A YAML or JSON file as JSON, and where in the file each of its values stands. */
public final class Document {
    private final JsonNode json;
    private final Map<String, Position> positions;

    private Document(JsonNode json, Map<String, Position> positions) {
        this.json = json;
        this.positions = positions;
    }

    /** Reads YAML or JSON; {@code file} is the name that errors give. */
    public static Document parse(String file, String text) throws DocumentException {
        var reading = new NodeReading(file);
        var json = reading.read(compose(file, text));
        return new Document(json, reading.positions());
    }

    private static Node compose(String file, String text) throws DocumentException {
        try {
            var root = new Yaml(new LoaderOptions()).compose(new StringReader(asYaml(text)));
            if (root == null) {
                throw new DocumentException(file, Position.START, "the document is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            var problem = e.getContext() == null ? e.getProblem() : e.getContext() + ": " + e.getProblem();
            throw new DocumentException(file, mark == null ? Position.START : Position.of(mark), problem);
        } catch (YAMLException e) {
            throw new DocumentException(file, Position.START, String.valueOf(e.getMessage()));
        }
    }

    /** JSON is YAML but for tabs, which YAML forbids as indentation; inside of JSON's strings there are none. */
    private static String asYaml(String text) {
        return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
    }

    public JsonNode json() {
        return json;
    }

    /** Where the value of this JSON pointer stands; if there is none, where what should hold it begins. */
    Position position(String pointer) {
        for (var at = pointer; !at.isEmpty(); at = at.substring(0, Math.max(at.lastIndexOf('/'), 0))) {
            var position = positions.get(at);
            if (position != null) {
                return position;
            }
        }
        return positions.getOrDefault("", Position.START);
    }
}
