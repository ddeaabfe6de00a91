package io.turnpike.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class FlowBatchCodecPropertyTest {
    @Property(tries = 200)
    void shouldReadBackWhatItWrote(@ForAll("batches") FlowBatch batch) throws WireFormatException {
        assertThat(FlowBatchCodec.decode(FlowBatchCodec.encode(batch))).isEqualTo(batch);
    }

    @Property(tries = 500)
    void shouldCallAnyChangedByteBroken(
            @ForAll("batches") FlowBatch batch,
            @ForAll @IntRange(max = 1 << 20) int at,
            @ForAll @IntRange(min = 1, max = 255) int flip) {
        byte[] bytes = FlowBatchCodec.encode(batch);
        bytes[at % bytes.length] ^= (byte) flip;
        assertThatThrownBy(() -> FlowBatchCodec.decode(bytes))
                .isInstanceOf(WireFormatException.class)
                .extracting(e -> ((WireFormatException) e).reason())
                .isEqualTo(WireFormatException.Reason.BROKEN);
    }

    @Property(tries = 100)
    void shouldTellANewerVersionFromABrokenBatch(@ForAll("batches") FlowBatch batch) {
        byte[] bytes = FlowBatchCodec.encode(batch, FlowBatchCodec.VERSION + 1);
        assertThatThrownBy(() -> FlowBatchCodec.decode(bytes))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("version " + (FlowBatchCodec.VERSION + 1))
                .extracting(e -> ((WireFormatException) e).reason())
                .isEqualTo(WireFormatException.Reason.UNKNOWN_VERSION);
    }

    @Property(tries = 1000)
    void shouldRefuseArbitraryBytes(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> FlowBatchCodec.decode(bytes)).isInstanceOf(WireFormatException.class);
    }

    private static BatchAccount account(long sequence) {
        Counter counter = new Counter(sequence, 2 * sequence);
        return new BatchAccount(counter, Counter.ZERO, new Counter(0, sequence), counter, sequence % 5 == 0);
    }

    /** As the release before wrote it: its cells do not say where they began. */
    @Test
    void shouldReadABatchOfTheReleaseBefore() throws WireFormatException {
        byte[] old = HexFormat.of()
                .parseHex("545046420107626f7264657231050607904ea09c010801046574683001ac02020103040500060900"
                        + "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
                        + "000000000000000000000000000000000000000000000000000000000000000000000000c0991af1");
        FlowBatch batch = FlowBatchCodec.decode(old);
        assertThat(batch.header()).isEqualTo(new BatchHeader("border1", 5, 6, 7, 10_000, 20_000, 8));
        assertThat(batch.account()).isNull();
        assertThat(batch.interfaceCells()).isEmpty();
        assertThat(batch.resourceCells())
                .containsExactly(new ResourceCell(ObservationPoint.BORDER, 4, 5, Direction.OUT, 6, 9));
    }

    @Provide
    Arbitrary<FlowBatch> batches() {
        return FlowRecords.arbitrary()
                .list()
                .ofMaxSize(20)
                .flatMap(records -> Arbitraries.longs()
                        .between(0, 1L << 40)
                        .map(sequence -> new FlowBatch(
                                new BatchHeader("director1", 7, sequence, 3, 10_000, 20_000, 42),
                                sequence % 3 == 0 ? null : account(sequence),
                                sequence % 2 == 0,
                                List.of(new InterfaceCell(
                                        "eth0",
                                        Direction.IN,
                                        Fate.DROPPED,
                                        new Counter(2, sequence + 2),
                                        Counter.ZERO)),
                                List.of(new ResourceCell(ObservationPoint.BORDER, 4, 5, Direction.OUT, 6, sequence)),
                                records)));
    }
}
