package io.turnpike.billing.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a body as a JSON tree, strictly: one document, no name twice, decimals as written. */
final class JsonBody {
    static final int MOST_OCTETS = 4 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    static JsonNode parse(byte[] body) {
        if (body.length > MOST_OCTETS) {
            throw new ClientErrorException(
                    "the body has more than " + MOST_OCTETS + " octets", Status.REQUEST_ENTITY_TOO_LARGE);
        }
        if (body.length == 0) {
            throw new BadRequestException("the body is not JSON: it is empty");
        }
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new BadRequestException(
                    "the body is not JSON" + place(e.getLocation()) + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadRequestException("the body is not JSON: " + e.getMessage());
        }
    }

    /** For people to read and to edit, two spaces a level; PostgreSQL keeps no order, so that of the first names is ours. */
    static String indented(JsonNode json, List<String> first) {
        ObjectNode ordered = MAPPER.createObjectNode();
        first.stream().filter(json::has).forEach(name -> ordered.set(name, json.get(name)));
        json.properties().forEach(field -> ordered.set(field.getKey(), field.getValue()));
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        try {
            return MAPPER.writer(printer).writeValueAsString(ordered);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** A limit that was hit, such as that of nesting, comes without a place. */
    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
