package io.turnpike.replay.flow;

import static io.turnpike.replay.Packets.ACK;
import static io.turnpike.replay.Packets.CLIENT;
import static io.turnpike.replay.Packets.FIN;
import static io.turnpike.replay.Packets.RST;
import static io.turnpike.replay.Packets.SERVER;
import static io.turnpike.replay.Packets.SYN;
import static io.turnpike.replay.Packets.clientTcp;
import static io.turnpike.replay.Packets.clientUdp;
import static io.turnpike.replay.Packets.icmp;
import static io.turnpike.replay.Packets.ipv4;
import static io.turnpike.replay.Packets.serverTcp;
import static io.turnpike.replay.Packets.serverUdp;
import static io.turnpike.replay.Packets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final String TCP_FLOW = "6 198.51.100.7:4000 > 203.0.113.9:80 ";
    private static final String UDP_FLOW = "17 198.51.100.7:4000 > 203.0.113.9:53 ";

    private final Table table = new Table(1000);

    @Test
    void shouldCountBothDirectionsOfAFlow() {
        table.at(1, clientUdp(2)).at(2, serverUdp(100)).at(3, clientUdp(2)).at(1.5, serverUdp(0));
        assertThat(table.all()).containsExactly(UDP_FLOW + "2/60 2/156 1.0-3.0 FORCED_END");
    }

    @Test
    void shouldTakeTheFirstSenderForTheInitiator() {
        table.at(1, serverUdp(0)).at(2, clientUdp(0));
        assertThat(table.all()).containsExactly("17 203.0.113.9:53 > 198.51.100.7:4000 1/28 1/28 1.0-2.0 FORCED_END");
    }

    @Test
    void shouldTakeTheSenderOfTheSynForTheInitiatorWhereverItComes() {
        table.at(1, serverTcp(ACK, 5, 10))
                .at(2, clientTcp(SYN, 1, 0))
                .at(3, serverTcp(SYN | ACK, 9, 0))
                .at(4, clientTcp(ACK, 2, 0));
        assertThat(table.all()).containsExactly(TCP_FLOW + "2/80 2/90 1.0-4.0 FORCED_END");
    }

    @Test
    void shouldKnowFromTheAnswerWhoOpenedTheConnection() {
        table.at(1, serverTcp(SYN | ACK, 9, 0)).at(2, serverTcp(ACK, 10, 5));
        assertThat(table.all()).containsExactly(TCP_FLOW + "0/0 2/85 1.0-2.0 FORCED_END");
    }

    @Test
    void shouldKeepOneConnectionThroughARepeatedSyn() {
        table.at(1, clientTcp(SYN, 1, 0))
                .at(2, clientTcp(SYN, 1, 0))
                .at(3, serverTcp(RST | ACK, 0, 0))
                .at(4, clientTcp(SYN, 1, 0));
        assertThat(table.all()).containsExactly(TCP_FLOW + "3/120 1/40 1.0-4.0 END_OF_FLOW_DETECTED");
    }

    @Test
    void shouldBeginAnotherFlowWithASynAfterTheEnd() {
        table.at(1, clientTcp(SYN, 1, 0))
                .at(2, clientTcp(FIN | ACK, 2, 0))
                .at(3, serverTcp(FIN | ACK, 2, 0))
                .at(4, clientTcp(ACK, 3, 0))
                .at(5, clientTcp(SYN, 77, 0))
                .at(6, serverTcp(RST, 0, 0))
                .at(7, serverTcp(SYN, 99, 0));
        assertThat(table.all())
                .containsExactly(
                        TCP_FLOW + "3/120 1/40 1.0-4.0 END_OF_FLOW_DETECTED",
                        TCP_FLOW + "1/40 1/40 5.0-6.0 END_OF_FLOW_DETECTED",
                        "6 203.0.113.9:80 > 198.51.100.7:4000 1/40 0/0 7.0-7.0 FORCED_END");
    }

    @Test
    void shouldEndAFlowThatIsIdleForItsTimeout() {
        table.at(0, clientUdp(0)).at(89.9, clientUdp(0)).at(179.9, clientUdp(0));
        assertThat(table.all())
                .containsExactly(
                        UDP_FLOW + "2/56 0/0 0.0-89.9 IDLE_TIMEOUT", UDP_FLOW + "1/28 0/0 179.9-179.9 FORCED_END");
    }

    @Test
    void shouldBePatientWithWhatIsEstablishedAndNotWithWhatIsClosed() {
        table.at(0, clientTcp(SYN, 1, 0)).at(59, serverTcp(SYN | ACK, 1, 0)).at(958, clientTcp(ACK, 2, 0));
        table.at(959, clientTcp(RST, 2, 0)).at(968, serverTcp(ACK, 2, 0)).at(978, serverTcp(ACK, 2, 0));
        assertThat(table.all())
                .containsExactly(
                        TCP_FLOW + "3/120 2/80 0.0-968.0 END_OF_FLOW_DETECTED",
                        "6 203.0.113.9:80 > 198.51.100.7:4000 1/40 0/0 978.0-978.0 FORCED_END");
        Table opening = new Table(10).at(0, clientTcp(SYN, 1, 0)).at(60, clientTcp(SYN, 1, 0));
        assertThat(opening.all()).hasSize(2);
    }

    @Test
    void shouldEndFlowsAsItIsTold() {
        Table patient = new Table(10, new FlowTimeouts(1, 1, 1, 500));
        assertThat(patient.at(0, clientUdp(0)).at(499, clientUdp(0)).all()).hasSize(1);
        Table impatient = new Table(10, new FlowTimeouts(1, 1, 1, 500));
        assertThat(impatient.at(0, clientTcp(0, 0, 0)).at(1, serverTcp(0, 0, 0)).all())
                .hasSize(2);
    }

    @Test
    void shouldTellEchosApartByTheirIdentifier() {
        table.at(1, ipv4(CLIENT, SERVER, 1, icmp(8, 7, 56)))
                .at(2, ipv4(SERVER, CLIENT, 1, icmp(0, 7, 56)))
                .at(3, ipv4(CLIENT, SERVER, 1, icmp(8, 8, 0)))
                .at(4, ipv4(SERVER, CLIENT, 1, icmp(8, 7, 0)))
                .at(5, ipv4(SERVER, CLIENT, 1, icmp(3, 0, 28)));
        assertThat(table.all())
                .containsExactly(
                        "1 198.51.100.7:7 > 203.0.113.9:0 1/84 1/84 1.0-2.0 FORCED_END",
                        "1 198.51.100.7:8 > 203.0.113.9:0 1/28 0/0 3.0-3.0 FORCED_END",
                        "1 203.0.113.9:7 > 198.51.100.7:0 1/28 0/0 4.0-4.0 FORCED_END",
                        "1 203.0.113.9:0 > 198.51.100.7:0 1/56 0/0 5.0-5.0 FORCED_END");
    }

    @Test
    void shouldKnowFromAnEchosReplyWhoAsked() {
        table.at(1, ipv4(SERVER, CLIENT, 1, icmp(0, 7, 0)));
        assertThat(table.all()).containsExactly("1 198.51.100.7:7 > 203.0.113.9:0 0/0 1/28 1.0-1.0 FORCED_END");
    }

    @Test
    void shouldCountWhatOneSendsToItself() {
        table.at(1, ipv4(CLIENT, CLIENT, 17, udp(9, 9, 0))).at(2, ipv4(CLIENT, CLIENT, 17, udp(9, 9, 0)));
        assertThat(table.all()).containsExactly("17 198.51.100.7:9 > 198.51.100.7:9 2/56 0/0 1.0-2.0 FORCED_END");
    }

    @Test
    void shouldEndTheFlowThatWasSilentForLongestWhenItIsFull() {
        Table small = new Table(2).at(1, port(1)).at(2, port(2)).at(3, port(1)).at(4, port(3));
        assertThat(small.ended())
                .containsExactly("17 198.51.100.7:2 > 203.0.113.9:53 1/28 0/0 2.0-2.0 LACK_OF_RESOURCES");
        assertThat(small.flows().endedForRoom()).isEqualTo(1);
        assertThat(small.all()).hasSize(3);
    }

    @Test
    void shouldEndIdleFlowsFirstWhenItIsFull() {
        Table small = new Table(3)
                .at(0, clientTcp(SYN, 1, 0))
                .at(1, serverTcp(SYN | ACK, 1, 0))
                .at(2, port(1))
                .at(3, port(2))
                .at(95, port(3));
        assertThat(small.ended())
                .containsExactly(
                        "17 198.51.100.7:1 > 203.0.113.9:53 1/28 0/0 2.0-2.0 IDLE_TIMEOUT",
                        "17 198.51.100.7:2 > 203.0.113.9:53 1/28 0/0 3.0-3.0 IDLE_TIMEOUT");
        assertThat(small.flows().endedForRoom()).isZero();
    }

    @Test
    void shouldLoseNoPacketHoweverFullItIs() {
        Table small = new Table(5);
        IntStream.range(0, 1000).forEach(i -> small.at(i / 100.0, port(i % 17)));
        long packets = small.all().stream()
                .mapToLong(flow -> Long.parseLong(flow.replaceAll(".*:53 (\\d+)/.*", "$1")))
                .sum();
        assertThat(packets).isEqualTo(1000);
    }

    private static byte[] port(int source) {
        return ipv4(CLIENT, SERVER, 17, udp(source, 53, 0));
    }
}
