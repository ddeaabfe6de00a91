package io.turnpike.replay.packet;

import static io.turnpike.replay.Packets.CLIENT;
import static io.turnpike.replay.Packets.SERVER;
import static io.turnpike.replay.Packets.icmp;
import static io.turnpike.replay.Packets.ipv4;
import static io.turnpike.replay.Packets.tcp;
import static io.turnpike.replay.Packets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.IpAddress;
import io.turnpike.replay.Octets;
import io.turnpike.replay.Packets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {
    @Test
    void shouldReadAddressesPortsAndFlags() {
        byte[] data = ipv4(CLIENT, SERVER, 6, tcp(4000, 80, Packets.SYN, 77, 0));
        assertThat(packet(data, data.length))
                .isEqualTo(new IpPacket(
                        false,
                        IpAddress.parse(CLIENT),
                        IpAddress.parse(SERVER),
                        6,
                        40,
                        false,
                        new Transport(Transport.Kind.PORTS, 4000, 80, false, Packets.SYN, 77),
                        null));
    }

    /** Ethernet fills short frames up; that is no part of the packet. */
    @Test
    void shouldCountTheTotalLengthAndNotThePadding() {
        byte[] data = ipv4(CLIENT, SERVER, 17, udp(1, 2, 0));
        assertThat(packet(Arrays.copyOf(data, 46), 46).octets()).isEqualTo(28);
    }

    @Test
    void shouldReadBehindOptions() {
        byte[] data = ipv4(
                CLIENT,
                SERVER,
                17,
                Octets.bigEndian().u32(0x01010101).bytes(udp(7, 8, 0)).done());
        data[0] = 0x46;
        assertThat(packet(data, data.length).transport()).isEqualTo(Transport.ports(7, 8));
    }

    /** What a network card is to cut into packets may have no length: then it is as long as it was. */
    @Test
    void shouldTakeTheLengthOnTheWireWhereThereIsNone() {
        byte[] data = ipv4(CLIENT, SERVER, 6, 0, 0, 0, tcp(4000, 80, Packets.ACK, 0, 0));
        assertThat(packet(data, 70_000).octets()).isEqualTo(70_000);
    }

    @Test
    void shouldCountByTheHeaderWhatIsShorterOnTheWire() {
        byte[] data = ipv4(CLIENT, SERVER, 17, 1500, 0, 0, udp(1, 2, 0));
        IpPacket packet = packet(data, data.length);
        assertThat(packet.octets()).isEqualTo(1500);
        assertThat(packet.shortOnWire()).isTrue();
        assertThat(packet(data, 1500).shortOnWire()).isFalse();
    }

    @Test
    void shouldRefuseWhatIsNone() {
        byte[] other = ipv4(CLIENT, SERVER, 17, udp(1, 2, 0));
        other[0] = 0x65;
        assertThat(Ipv4.read(ByteBuffer.wrap(other), 28)).isEqualTo(new OtherFrame("malformed IPv4", 28, true));
        byte[] shortHeader = ipv4(CLIENT, SERVER, 17, udp(1, 2, 0));
        shortHeader[0] = 0x44;
        assertThat(Ipv4.read(ByteBuffer.wrap(shortHeader), 28)).isInstanceOf(OtherFrame.class);
        byte[] tooShort = ipv4(CLIENT, SERVER, 17, 19, 0, 0, udp(1, 2, 0));
        assertThat(Ipv4.read(ByteBuffer.wrap(tooShort), 28)).isInstanceOf(OtherFrame.class);
    }

    @Test
    void shouldKnowFragments() {
        byte[] first = Packets.fragment(CLIENT, SERVER, 17, 0xabcd, 0, true, udp(1, 2, 0));
        assertThat(packet(first, 28).fragment()).isEqualTo(new IpPacket.Fragment(0xabcd, true));
        assertThat(packet(first, 28).transport()).isEqualTo(Transport.ports(1, 2));
        byte[] last = Packets.fragment(CLIENT, SERVER, 17, 0xabcd, 1480, false, udp(1, 2, 0));
        assertThat(packet(last, 28).fragment()).isEqualTo(new IpPacket.Fragment(0xabcd, false));
        assertThat(packet(last, 28).transport()).isEqualTo(Transport.FRAGMENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 17, 33, 132, 136})
    void shouldReadPorts(int protocol) {
        byte[] data = ipv4(CLIENT, SERVER, protocol, udp(65_535, 1, 0));
        Transport transport = packet(data, data.length).transport();
        assertThat(transport.sourcePort()).isEqualTo(65_535);
        assertThat(transport.destinationPort()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 47, 50, 51, 89, 255})
    void shouldKnowProtocolsWithoutPorts(int protocol) {
        byte[] data = ipv4(CLIENT, SERVER, protocol, udp(5, 6, 0));
        assertThat(packet(data, data.length).transport()).isEqualTo(Transport.NONE);
    }

    @Test
    void shouldReadTheIdentifierOfAnEcho() {
        assertThat(transport(1, icmp(8, 99, 0))).isEqualTo(Transport.echo(99, true));
        assertThat(transport(1, icmp(0, 99, 0))).isEqualTo(Transport.echo(99, false));
        assertThat(transport(1, icmp(3, 99, 0))).isEqualTo(Transport.NONE);
    }

    /** Neither what was not captured nor padding behind the packet is a port. */
    @Test
    void shouldSayThatPortsAreMissing() {
        assertThat(transport(17, new byte[3])).isEqualTo(Transport.CUT_SHORT);
        assertThat(transport(1, new byte[] {8, 0, 0, 0, 0})).isEqualTo(Transport.CUT_SHORT);
        assertThat(transport(1, new byte[0])).isEqualTo(Transport.CUT_SHORT);
        byte[] padded = ipv4(CLIENT, SERVER, 17, 22, 0, 0, udp(1, 2, 30));
        assertThat(packet(padded, padded.length).transport()).isEqualTo(Transport.CUT_SHORT);
        byte[] portsOnly = Arrays.copyOf(ipv4(CLIENT, SERVER, 6, tcp(9, 10, Packets.SYN, 5, 0)), 32);
        assertThat(packet(portsOnly, 40).transport()).isEqualTo(Transport.ports(9, 10));
    }

    private static Transport transport(int protocol, byte[] payload) {
        byte[] data = ipv4(CLIENT, SERVER, protocol, payload);
        return packet(data, data.length).transport();
    }

    private static IpPacket packet(byte[] data, long wireOctets) {
        return (IpPacket) Ipv4.read(ByteBuffer.wrap(data), wireOctets);
    }
}
