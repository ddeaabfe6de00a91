package io.turnpike.replay.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.turnpike.replay.PcapngFile;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngReaderTest {
    private static final long MICROS = 1_700_000_000_123_456L;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadEveryKindOfPacketBlock(boolean littleEndian) throws IOException {
        PcapngFile file = PcapngFile.of(littleEndian)
                .iface(1)
                .iface(101, 4)
                .enhanced(1, MICROS, 99, new byte[] {1, 2, 3})
                .simple(5, new byte[] {4, 5, 6, 7, 8})
                .obsolete(1, MICROS + 1, new byte[] {9});
        Reading reading = Reading.of(file.done());
        assertThat(reading.problem()).isNull();
        assertThat(reading.packets())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Reading.Seen(101, MICROS * 1000, 99, 3, "010203"),
                        new Reading.Seen(1, MICROS * 1000, 5, 5, "0405060708"),
                        new Reading.Seen(101, MICROS * 1000 + 1000, 1, 1, "09"));
    }

    @Test
    void shouldKeepInterfacesAndByteOrderToTheirSection() throws IOException {
        PcapngFile first = PcapngFile.of(true).iface(1).enhanced(0, MICROS, new byte[1]);
        PcapngFile second = first.turned().iface(113).enhanced(0, MICROS, new byte[2]);
        assertThat(Reading.of(second.done()).packets())
                .extracting(Reading.Seen::linkType, Reading.Seen::captured)
                .containsExactly(tuple(1, 1), tuple(113, 2));
        PcapngFile without = first.turned().enhanced(0, MICROS, new byte[2]);
        Reading reading = Reading.of(without.done());
        assertThat(reading.packets()).hasSize(1);
        assertThat(reading.message()).contains("interface 0, and 0 are described");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1700000000123, 0, 1700000000123000000",
        "6, 1700000000123456, 0, 1700000000123456000",
        "9, 1700000000123456789, 0, 1700000000123456789",
        "12, 170000000012345678, 0, 170000000012345",
        "0, 1700000000, 0, 1700000000000000000",
        "9, 123456789, 1700000000, 1700000000123456789",
        "9, 1700000000123456789, -1600000000, 100000000123456789",
        "138, 1536, 0, 1500000000",
        "160, 6442450944, 10, 11500000000"
    })
    void shouldReadTimesInTheUnitsOfTheInterface(int resolution, long time, long offset, long nanos)
            throws IOException {
        PcapngFile file = PcapngFile.of(false);
        file.iface(1, 0, file.time(resolution, offset)).enhanced(0, time, new byte[1]);
        Reading reading = Reading.of(file.done());
        assertThat(reading.message()).isEmpty();
        assertThat(reading.packets()).extracting(Reading.Seen::timeNanos).containsExactly(nanos);
    }

    @ParameterizedTest
    @CsvSource({"20, an interface counts time", "192, an interface counts time"})
    void shouldRefuseUnitsThatNoClockHas(int resolution, String message) throws IOException {
        PcapngFile file = PcapngFile.of(true);
        file.iface(1, 0, file.time(resolution, 0)).enhanced(0, 1, new byte[1]);
        assertThat(Reading.of(file.done()).message()).contains(message);
    }

    @Test
    void shouldRefuseTimesThatCannotBeTold() throws IOException {
        PcapngFile file =
                PcapngFile.of(true).iface(1).enhanced(0, 7, new byte[1]).enhanced(0, -1, new byte[1]);
        Reading reading = Reading.of(file.done());
        assertThat(reading.packets()).hasSize(1);
        assertThat(reading.message()).contains("before 1970 or after 2262");
    }

    @Test
    void shouldPassOverWhatIsNoPacket() throws IOException {
        PcapngFile file = PcapngFile.of(true)
                .block(4, new byte[40])
                .iface(1)
                .block(5, new byte[12])
                .block(0x8000_0bad, new byte[600_000])
                .block(10, new byte[0])
                .enhanced(0, MICROS, new byte[1]);
        Reading reading = Reading.of(file.done());
        assertThat(reading.message()).isEmpty();
        assertThat(reading.packets()).hasSize(1);
    }

    @Test
    void shouldReadPacketsThatAreLongerThanTheBuffer() throws IOException {
        for (int octets :
                new int[] {CaptureInput.CAPACITY - 24, CaptureInput.CAPACITY - 20, CaptureInput.CAPACITY, 700_001}) {
            byte[] data = new byte[octets];
            data[0] = 7;
            byte[] file = PcapngFile.of(true)
                    .iface(1)
                    .enhanced(0, MICROS, data)
                    .enhanced(0, MICROS, new byte[] {8})
                    .done();
            Reading reading = Reading.of(file);
            assertThat(reading.message()).isEmpty();
            assertThat(reading.packets())
                    .extracting(Reading.Seen::wireOctets, seen -> seen.hex().substring(0, 2))
                    .containsExactly(tuple((long) octets, "07"), tuple(1L, "08"));
        }
    }

    @Test
    void shouldSayWhatIsWrongWithABlock() throws IOException {
        assertThat(message(file -> file.raw().u32(6).u32(13).zeros(5)))
                .contains("corrupt at octet 48: a block says that it has 13 octets");
        assertThat(message(file -> file.raw().u32(6).u32(0).zeros(5))).contains("has 0 octets, expected a multiple");
        assertThat(message(file -> file.raw().u32(6).u32(16).zeros(4).u32(20)))
                .contains("16 octets by its beginning and 20 by its end");
        assertThat(message(file -> file.block(6, new byte[8]))).contains("has 8 octets in it, expected 20 at least");
        assertThat(message(file -> file.block(1, new byte[4]))).contains("an interface description of 4 octets");
        assertThat(message(file -> file.enhanced(3, MICROS, new byte[1])))
                .contains("a packet is of interface 3, and 1 are described");
        assertThat(message(file -> file.block(
                        6,
                        file.octets()
                                .u32(0)
                                .u32(0)
                                .u32(0)
                                .u32(9)
                                .u32(9)
                                .zeros(8)
                                .done())))
                .contains("9 octets of a packet are said to stand in a block that has room for 8");
        assertThat(message(file ->
                        file.raw().u32(0x0a0d0d0a).u32(28).u32(0x11111111).zeros(16)))
                .contains("corrupt at octet 56: a section's byte order is 0x11111111");
        assertThat(message(file -> file.block(
                        0x0a0d0d0a,
                        file.octets().u32(0x1a2b3c4dL).u16(2).u16(0).u64(-1).done())))
                .contains("version 2, expected 1");
        assertThat(message(file -> file.iface(1, 0, new byte[] {1, 0, 9, 0, 0, 0, 0, 0})))
                .contains("option 1 of an interface reaches beyond its block");
    }

    private interface Edit {
        void to(PcapngFile file);
    }

    private static String message(Edit edit) throws IOException {
        PcapngFile file = PcapngFile.of(true).iface(1);
        edit.to(file);
        return Reading.of(file.done()).message();
    }

    @Test
    void shouldTellATruncatedBlock() throws IOException {
        byte[] file = PcapngFile.of(true)
                .iface(1)
                .enhanced(0, MICROS, new byte[4])
                .enhanced(0, MICROS, new byte[4])
                .done();
        Reading reading = Reading.of(Arrays.copyOf(file, file.length - 2));
        assertThat(reading.packets()).hasSize(1);
        assertThat(reading.message()).contains("truncated: at octet 92 the rest of a block of 28 octets", "after 26");
    }
}
