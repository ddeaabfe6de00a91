package io.turnpike.replay.packet;

import static io.turnpike.replay.Packets.clientUdp;
import static io.turnpike.replay.Packets.ethernet;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.replay.Octets;
import io.turnpike.replay.Packets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkLayerTest {
    private static final byte[] UDP = clientUdp(10);
    private static final byte[] UDP6 = Packets.ipv6(Packets.CLIENT6, Packets.SERVER6, 17, Packets.udp(4000, 53, 10));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | Ethernet | 020000000001 020000000002 0800",
                "1 | VLAN | 020000000001 020000000002 8100 0005 0800",
                "1 | QinQ | 020000000001 020000000002 88a8 0005 8100 0006 0800",
                "1 | older QinQ | 020000000001 020000000002 9100 0005 9200 0007 8100 0006 0800",
                "1 | SNAP | 020000000001 020000000002 002e aaaa03 000000 0800",
                "101 | raw |",
                "12 | raw, as BSD numbers it |",
                "14 | raw, as OpenBSD numbers it |",
                "228 | IPv4 |",
                "113 | cooked | 0000 0001 0006 0200000000010000 0800",
                "113 | cooked, VLAN | 0000 0001 0006 0200000000010000 8100 0005 0800",
                "276 | cooked v2 | 0800 0000 00000002 0001 00 06 0200000000010000",
                "0 | null, little-endian | 02000000",
                "0 | null, big-endian | 00000002",
                "108 | loopback | 00000002"
            })
    void shouldFindIpv4(int linkType, String name, String header) {
        assertThat(read(linkType, frame(header, UDP))).as(name).isEqualTo(Ipv4.read(ByteBuffer.wrap(UDP), UDP.length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | Ethernet | 020000000001 020000000002 86dd",
                "101 | raw |",
                "229 | IPv6 |",
                "113 | cooked | 0000 0001 0006 0200000000010000 86dd",
                "276 | cooked v2 | 86dd 0000 00000002 0001 00 06 0200000000010000",
                "0 | macOS | 1e000000",
                "0 | FreeBSD | 1c000000",
                "0 | NetBSD | 18000000",
                "0 | Windows | 17000000",
                "108 | OpenBSD | 00000018"
            })
    void shouldFindIpv6(int linkType, String name, String header) {
        assertThat(read(linkType, frame(header, UDP6)))
                .as(name)
                .isEqualTo(Ipv6.read(ByteBuffer.wrap(UDP6), UDP6.length));
    }

    private static byte[] frame(@org.jspecify.annotations.Nullable String header, byte[] packet) {
        return Octets.bigEndian()
                .hex(header == null ? "" : header)
                .bytes(packet)
                .done();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0806 | ARP, ethertype 0x0806",
                "8847 | MPLS, ethertype 0x8847",
                "88cc | LLDP, ethertype 0x88cc",
                "1234 | ethertype 0x1234",
                "0026 | 802.2 LLC or a type of Linux's own"
            })
    void shouldNameWhatIsNotIp(String type, String name) {
        byte[] frame = ethernet(Integer.parseInt(type, 16), new byte[46]);
        assertThat(read(1, frame)).isEqualTo(new OtherFrame(name, 46, true));
        byte[] tagged =
                ethernet(0x8100, Octets.bigEndian().u16(5).hex(type).zeros(42).done());
        assertThat(read(1, tagged)).isEqualTo(new OtherFrame(name, 42, true));
    }

    @Test
    void shouldSayWhichLinkLayerItCannotRead() {
        assertThat(read(147, new byte[9])).isEqualTo(new OtherFrame("link type 147", 9, false));
    }

    @Test
    void shouldSayWhatWasCutShort() {
        byte[] frame = ethernet(0x0800, UDP);
        for (int captured = 0; captured < frame.length; captured++) {
            Frame read = LinkLayer.read(1, ByteBuffer.wrap(Arrays.copyOf(frame, captured)), frame.length);
            if (captured < 14) {
                assertThat(read).isEqualTo(new OtherFrame("cut short in the link layer", UDP.length, true));
            } else if (captured < 34) {
                assertThat(read).isEqualTo(new OtherFrame("IPv4 cut short in its header", UDP.length, true));
            } else {
                assertThat(read)
                        .isInstanceOfSatisfying(
                                IpPacket.class,
                                packet -> assertThat(packet.octets()).isEqualTo(UDP.length));
            }
        }
    }

    @Test
    void shouldNotTakeAnythingForIp() {
        assertThat(read(101, new byte[] {0x55, 1, 2})).isEqualTo(new OtherFrame("neither IPv4 nor IPv6", 3, true));
        assertThat(read(0, frame("07000000", UDP)))
                .isEqualTo(new OtherFrame("another address family than IP", UDP.length, true));
    }

    private static Frame read(int linkType, byte[] frame) {
        return LinkLayer.read(linkType, ByteBuffer.wrap(frame), frame.length);
    }
}
