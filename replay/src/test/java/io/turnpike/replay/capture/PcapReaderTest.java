package io.turnpike.replay.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.turnpike.replay.Octets;
import io.turnpike.replay.PcapFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapReaderTest {
    private static final long TIME = 1_700_000_000_123_456_789L;

    @ParameterizedTest
    @CsvSource({"true,false", "false,false", "true,true", "false,true"})
    void shouldReadEitherByteOrderAndResolution(boolean littleEndian, boolean nanoseconds) throws IOException {
        byte[] file = PcapFile.of(littleEndian, nanoseconds, 276)
                .packet(TIME, new byte[] {1, 2, 3})
                .cut(TIME, 2, new byte[90])
                .done();
        Reading reading = Reading.of(file);
        long expected = nanoseconds ? TIME : TIME / 1000 * 1000;
        assertThat(reading.problem()).isNull();
        assertThat(reading.packets())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Reading.Seen(276, expected, 3, 3, "010203"),
                        new Reading.Seen(276, expected, 90, 2, "0000"));
    }

    @Test
    void shouldNotMindACheckSequenceInTheLinkType() throws IOException {
        byte[] file = PcapFile.of(0x50000001).packet(TIME, new byte[1]).done();
        assertThat(Reading.of(file).packets())
                .extracting(Reading.Seen::linkType)
                .containsExactly(1);
    }

    @Test
    void shouldReadTimesAfter2038() throws IOException {
        byte[] file = PcapFile.of(1)
                .packet(0xffff_ffffL * 1_000_000_000L, new byte[1])
                .done();
        assertThat(Reading.of(file).packets())
                .extracting(Reading.Seen::timeNanos)
                .containsExactly(4_294_967_295_000_000_000L);
    }

    @Test
    void shouldTellWhereThePacketBeginsThatIsTruncated() throws IOException {
        byte[] file =
                PcapFile.of(1).packet(0, new byte[10]).packet(0, new byte[10]).done();
        Reading inData = Reading.of(Arrays.copyOf(file, file.length - 3));
        assertThat(inData.packets()).hasSize(1);
        assertThat(inData.message())
                .isEqualTo("the capture is truncated: at octet 66 a packet of 10 octets was expected, and the file ends"
                        + " after 7 of them");
        Reading inHeader = Reading.of(Arrays.copyOf(file, 24 + 26 + 5));
        assertThat(inHeader.packets()).hasSize(1);
        assertThat(inHeader.message()).contains("at octet 50 the header of a packet of 16 octets", "after 5 of them");
    }

    @Test
    void shouldSayThatALengthIsImpossible() throws IOException {
        byte[] file = PcapFile.of(1)
                .packet(0, new byte[10])
                .raw()
                .u32(1)
                .u32(2)
                .u32(262_145)
                .u32(262_145)
                .done();
        Reading reading = Reading.of(file);
        assertThat(reading.packets()).hasSize(1);
        assertThat(reading.message()).contains("corrupt at octet 50", "262,145 octets", "262,144");
        assertThat(reading.problem()).extracting(CaptureException::offset).isEqualTo(50L);
    }

    @Test
    void shouldReadWhatIsLongerThanTheBufferIfTheFileSaysThatItMayBe() throws IOException {
        byte[] large = new byte[1_000_000];
        large[0] = 7;
        byte[] file = PcapFile.withSnapshot(1, 2_000_000)
                .packet(0, large)
                .packet(1_000, new byte[] {9})
                .done();
        Reading reading = Reading.of(file);
        assertThat(reading.packets())
                .extracting(Reading.Seen::wireOctets, Reading.Seen::captured)
                .containsExactly(tuple(1_000_000L, CaptureInput.HEAD), tuple(1L, 1));
        assertThat(reading.packets().getFirst().hex()).isEqualTo("0700000000000000");
        assertThat(Reading.of(Arrays.copyOf(file, 500_000)).message())
                .contains("at octet 40", "1,000,000 octets", "after 499,960 of them");
    }

    @Test
    void shouldRefuseOtherVersions() throws IOException {
        byte[] file = PcapFile.of(1).done();
        file[4] = 3;
        assertThat(Reading.of(file).message()).contains("version 3.4, expected 2.4");
    }

    /** A pipe hands out what it has. */
    @Test
    void shouldReadWhatComesInDrops() throws IOException {
        byte[] file = PcapFile.of(1)
                .packet(0, new byte[10])
                .packet(5_000, new byte[700])
                .done();
        InputStream drops = InputStream.nullInputStream();
        for (byte octet : file) {
            drops = octetAfter(drops, octet);
        }
        assertThat(Reading.of(drops).packets()).hasSize(2);
    }

    private static InputStream octetAfter(InputStream before, byte octet) {
        return new SequenceInputStream(before, new ByteArrayInputStream(new byte[] {octet}));
    }

    @Test
    void shouldBeEmptyWithoutPackets() throws IOException {
        assertThat(Reading.of(PcapFile.of(1).done())).isEqualTo(new Reading(List.of(), null));
    }

    @Test
    void shouldTellOfAHeaderThatIsCutShort() throws IOException {
        byte[] begin = Octets.littleEndian().u32(0xa1b2c3d4L).u16(2).done();
        assertThat(Reading.of(begin).message()).contains("header of a pcap file of 24 octets", "after 6 of them");
    }
}
