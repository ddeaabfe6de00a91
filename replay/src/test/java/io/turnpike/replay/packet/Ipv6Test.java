package io.turnpike.replay.packet;

import static io.turnpike.replay.Packets.CLIENT6;
import static io.turnpike.replay.Packets.SERVER6;
import static io.turnpike.replay.Packets.extension;
import static io.turnpike.replay.Packets.fragment6;
import static io.turnpike.replay.Packets.icmp;
import static io.turnpike.replay.Packets.ipv6;
import static io.turnpike.replay.Packets.tcp;
import static io.turnpike.replay.Packets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.IpAddress;
import io.turnpike.replay.Octets;
import io.turnpike.replay.Packets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Ipv6Test {
    @Test
    void shouldReadAddressesPortsAndLength() {
        byte[] data = ipv6(CLIENT6, SERVER6, 17, udp(4000, 53, 12));
        assertThat(packet(Arrays.copyOf(data, 100)))
                .isEqualTo(new IpPacket(
                        true,
                        IpAddress.parse(CLIENT6),
                        IpAddress.parse(SERVER6),
                        17,
                        60,
                        false,
                        Transport.ports(4000, 53),
                        null));
    }

    @Test
    void shouldReadBehindEveryExtensionHeader() {
        byte[] authentication = Octets.bigEndian()
                .u8(60)
                .u8(4)
                .zeros(22)
                .bytes(extension(6, 2, tcp(1, 2, Packets.SYN, 3, 0)))
                .done();
        byte[] data = ipv6(CLIENT6, SERVER6, 0, extension(43, 0, extension(51, 1, authentication)));
        IpPacket packet = packet(data);
        assertThat(packet.protocol()).isEqualTo(6);
        assertThat(packet.transport()).isEqualTo(Transport.tcp(1, 2, Packets.SYN, 3));
        assertThat(packet.octets()).isEqualTo(data.length);
    }

    @Test
    void shouldKnowFragments() {
        byte[] first = ipv6(CLIENT6, SERVER6, 60, extension(44, 0, fragment6(17, 0, true, 0xdeadbeefL, udp(1, 2, 0))));
        assertThat(packet(first).fragment()).isEqualTo(new IpPacket.Fragment(0xdeadbeefL, true));
        assertThat(packet(first).transport()).isEqualTo(Transport.ports(1, 2));
        byte[] later = ipv6(CLIENT6, SERVER6, 44, fragment6(17, 1448, false, 0xdeadbeefL, udp(1, 2, 0)));
        assertThat(packet(later).fragment()).isEqualTo(new IpPacket.Fragment(0xdeadbeefL, false));
        assertThat(packet(later).transport()).isEqualTo(Transport.FRAGMENT);
        assertThat(packet(later).protocol()).isEqualTo(17);
    }

    /** RFC 6946: a fragment that is all there is. */
    @Test
    void shouldTakeAnAtomicFragmentForAWholePacket() {
        IpPacket packet = packet(ipv6(CLIENT6, SERVER6, 44, fragment6(17, 0, false, 5, udp(1, 2, 0))));
        assertThat(packet.fragment()).isNull();
        assertThat(packet.transport()).isEqualTo(Transport.ports(1, 2));
    }

    @Test
    void shouldReadTheLengthOfAJumbogram() {
        byte[] options = Octets.bigEndian()
                .hex("0600 0100 c204 00020000")
                .zeros(6)
                .bytes(tcp(1, 2, Packets.ACK, 3, 0))
                .done();
        byte[] shortOptions = Octets.bigEndian()
                .hex("0600 c204 00020000")
                .bytes(tcp(1, 2, Packets.ACK, 3, 0))
                .done();
        byte[] data = ipv6(CLIENT6, SERVER6, 0, 0, shortOptions);
        assertThat(packet(data, 40 + 0x20000).octets()).isEqualTo(40 + 0x20000);
        assertThat(packet(data, 40 + 0x20000).shortOnWire()).isFalse();
        assertThat(packet(data, 40 + 0x20000).transport()).isEqualTo(Transport.tcp(1, 2, Packets.ACK, 3));
        // Behind padding, in a header of 16 octets.
        options[1] = 1;
        assertThat(packet(ipv6(CLIENT6, SERVER6, 0, 0, options), 99).octets()).isEqualTo(40 + 0x20000);
    }

    @Test
    void shouldTakeTheLengthOnTheWireWhereThereIsNone() {
        byte[] data = ipv6(CLIENT6, SERVER6, 6, 0, tcp(1, 2, Packets.ACK, 3, 0));
        assertThat(packet(data, 90_000).octets()).isEqualTo(90_000);
        assertThat(packet(data, 90_000).transport().sourcePort()).isEqualTo(1);
        assertThat(packet(ipv6(CLIENT6, SERVER6, 59, 0, new byte[6])).octets()).isEqualTo(40);
    }

    @Test
    void shouldReadTheIdentifierOfAnEcho() {
        assertThat(packet(ipv6(CLIENT6, SERVER6, 58, icmp(128, 9, 0))).transport())
                .isEqualTo(Transport.echo(9, true));
        assertThat(packet(ipv6(CLIENT6, SERVER6, 58, icmp(129, 9, 0))).transport())
                .isEqualTo(Transport.echo(9, false));
        assertThat(packet(ipv6(CLIENT6, SERVER6, 58, icmp(135, 9, 0))).transport())
                .isEqualTo(Transport.NONE);
    }

    /** However much of it was captured, it is a packet of the same length between the same addresses. */
    @Test
    void shouldCountWhatWasCutShortByItsHeader() {
        byte[] data = ipv6(CLIENT6, SERVER6, 0, extension(60, 0, extension(17, 0, udp(1, 2, 0))));
        for (int captured = 40; captured <= data.length; captured++) {
            IpPacket packet = packet(Arrays.copyOf(data, captured), data.length);
            assertThat(packet.octets()).isEqualTo(data.length);
            assertThat(packet.transport()).isEqualTo(captured < 60 ? Transport.CUT_SHORT : Transport.ports(1, 2));
        }
        assertThat(Ipv6.read(ByteBuffer.wrap(data, 0, 39).slice(), 64))
                .isEqualTo(new OtherFrame("IPv6 cut short in its header", 64, true));
    }

    private static IpPacket packet(byte[] data) {
        return packet(data, data.length);
    }

    private static IpPacket packet(byte[] data, long wireOctets) {
        return (IpPacket) Ipv6.read(ByteBuffer.wrap(data), wireOctets);
    }
}
