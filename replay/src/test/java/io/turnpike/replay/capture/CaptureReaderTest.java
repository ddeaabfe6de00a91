package io.turnpike.replay.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1f8b0800000000 | gunzip -c FILE | compressed",
                "28b52ffd00 | zstd -dc FILE | compressed",
                "504b0304 | zip archive | not a pcap or pcapng file",
                "736e6f6f7000 | snoop | editcap",
                "34cdb2a1 | Kuznetzov | editcap",
                "7f454c46 | begins with 0x7f454c46 | expected 0xa1b2c3d4",
                "d4c3 | it has 2 octets | not a pcap"
            })
    void shouldSayWhatTheFileIsInstead(String begin, String one, String other) throws IOException {
        Reading reading = Reading.of(HexFormat.of().parseHex(begin));
        assertThat(reading.message()).contains(one, other);
        assertThat(reading.packets()).isEmpty();
    }

    @Test
    void shouldSayThatTheFileIsEmpty() throws IOException {
        assertThat(Reading.of(new byte[0]).message()).contains("the file is empty");
    }
}
