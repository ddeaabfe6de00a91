package io.turnpike.node.maps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The Java layouts against those that the C compiler made. */
@NullMarked
class FlowAbiTest {
    @Test
    void shouldHaveTheSizesAndOffsetsOfTheHeader() throws IOException {
        JsonNode abi = abi();
        FlowAbi.ALL.forEach((name, layout) -> {
            JsonNode struct = abi.path(name);
            assertThat(struct.path("octets").asLong(-1)).as("size of " + name).isEqualTo(layout.byteSize());
            var expected = new TreeMap<String, Long>();
            struct.path("members")
                    .properties()
                    .forEach(m -> expected.put(m.getKey(), m.getValue().asLong()));
            var actual = new TreeMap<String, Long>();
            layout.memberLayouts().forEach(m -> {
                String member = m.name().orElseThrow();
                actual.put(member, FlowAbi.offset(layout, member));
            });
            assertThat(actual).as("members of " + name).isEqualTo(expected);
        });
    }

    @Test
    void shouldKnowEveryStructOfTheHeader() throws IOException {
        var structs = new TreeMap<String, JsonNode>();
        abi().properties().forEach(p -> structs.put(p.getKey(), p.getValue()));
        structs.remove("ip_address");
        assertThat(FlowAbi.ALL.keySet()).isEqualTo(structs.keySet());
    }

    private static JsonNode abi() throws IOException {
        try (InputStream in = FlowAbiTest.class.getResourceAsStream("/io/turnpike/bpf/abi.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }
}
