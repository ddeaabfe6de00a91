package io.turnpike.metering.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.metering.sink.EncodedRow;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels and what is kept is written field by field, so that a field can be added later. */
class StateTypesTest {
    private static final UsageKey KEY = new UsageKey("acme", "slb-web", 1, "SLB", "OUT", "R1", "SLB egress", "ALWAYS");

    static Stream<Object> values() {
        return Stream.of(
                new UsageDelta(KEY, Batches.BEGIN, 1, 2, 3, "director1", 4, 5),
                new MinuteTotal(KEY, 1, 2, 3),
                new NodeState("director1", 1, 2, new long[] {4, 6, 8, 9}, 3),
                new AttemptState(7, Long.MIN_VALUE),
                new AuditItem("director1", new byte[] {1}, true),
                new DeadLetter(new byte[] {1, 2}, "BROKEN"),
                new EncodedRow("CELLS", new byte[] {3}));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldReadBackWhatItWrote(Object value) throws IOException {
        assertThat(roundTrip(value.getClass(), value))
                .usingRecursiveComparison()
                .isEqualTo(value);
    }

    private static <T> T roundTrip(Class<T> type, Object value) throws IOException {
        TypeInformation<T> information = TypeInformation.of(type);
        assertThat(information).isInstanceOf(PojoTypeInfo.class);
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        TypeSerializer<T> serializer = information.createSerializer(config);
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(type.cast(value), out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
