package io.turnpike.replay;

import static io.turnpike.replay.Packets.ACK;
import static io.turnpike.replay.Packets.SYN;
import static io.turnpike.replay.Packets.clientTcp;
import static io.turnpike.replay.Packets.clientUdp;
import static io.turnpike.replay.Packets.ethernet;
import static io.turnpike.replay.Packets.padded;
import static io.turnpike.replay.Packets.serverTcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TIME = 1_700_000_000 * SECOND + 999_999_000;

    @TempDir
    private Path folder;

    private static PcapFile capture() {
        return PcapFile.of(PcapFile.ETHERNET)
                .packet(TIME, padded(ethernet(0x0800, clientTcp(SYN, 1, 0))))
                .packet(TIME + SECOND, padded(ethernet(0x0800, serverTcp(SYN | ACK, 1, 0))))
                .cut(TIME + 2 * SECOND, 96, ethernet(0x0800, serverTcp(ACK, 2, 1400)))
                .packet(TIME + 3 * SECOND, padded(ethernet(0x0806, new byte[28])))
                .packet(
                        TIME + 4 * SECOND,
                        ethernet(0x86dd, Packets.ipv6(Packets.CLIENT6, Packets.SERVER6, 17, Packets.udp(9, 53, 3))));
    }

    @Test
    void shouldPrintAFlowALineAsJson() throws IOException {
        Flows flows = run(capture().done(), "--json");
        assertThat(flows.exitCode()).isZero();
        assertThat(flows.lines())
                .containsExactly(
                        "{\"protocol\":6,\"source\":\"198.51.100.7\",\"sourcePort\":4000,"
                                + "\"destination\":\"203.0.113.9\",\"destinationPort\":80,"
                                + "\"initiatorPackets\":1,\"initiatorOctets\":40,"
                                + "\"responderPackets\":2,\"responderOctets\":1480,"
                                + "\"firstMillis\":1700000000999,\"lastMillis\":1700000002999}",
                        "{\"protocol\":17,\"source\":\"2001:db8::7\",\"sourcePort\":9,"
                                + "\"destination\":\"2001:db8:1::9\",\"destinationPort\":53,"
                                + "\"initiatorPackets\":1,\"initiatorOctets\":51,"
                                + "\"responderPackets\":0,\"responderOctets\":0,"
                                + "\"firstMillis\":1700000004999,\"lastMillis\":1700000004999}");
        for (String line : flows.lines()) {
            JsonNode node = new ObjectMapper().readTree(line);
            assertThat(node.size()).isEqualTo(11);
        }
    }

    @Test
    void shouldSayOnStandardErrorWhereEveryPacketWent() throws IOException {
        assertThat(run(capture().done(), "--json").messages().lines())
                .containsExactly(
                        "packets: 5, captured from 2023-11-14 22:13:20.999 to 2023-11-14 22:13:24.999 UTC",
                        "in flows: 4 packets, 1,571 octets in 2 flows",
                        "not in flows: 1 packets, 46 octets",
                        "  ARP, ethertype 0x0806: 1 packets, 46 octets");
    }

    @Test
    void shouldPrintATableForPeople() throws IOException {
        assertThat(run(capture().done()).lines())
                .containsExactly(
                        "PROTOCOL  SOURCE             DESTINATION         PACKETS  OCTETS  BACK  OCTETS BACK"
                                + "              FIRST (UTC)  SECONDS",
                        "TCP       198.51.100.7:4000  203.0.113.9:80            1      40     2        1,480"
                                + "  2023-11-14 22:13:20.999    2.000",
                        "UDP       [2001:db8::7]:9    [2001:db8:1::9]:53        1      51     0            0"
                                + "  2023-11-14 22:13:24.999    0.000");
    }

    @Test
    void shouldTellFlowsWithoutPortsApart() throws IOException {
        byte[] file = PcapFile.of(PcapFile.RAW)
                .packet(TIME, Packets.fragment(Packets.CLIENT, Packets.SERVER, 17, 5, 1480, false, new byte[20]))
                .cut(TIME, 22, clientUdp(100))
                .done();
        assertThat(run(file, "--json").lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"sourcePort\":0,")
                                .endsWith(",\"portsMissing\":\"CUT_SHORT\"}"),
                        line -> assertThat(line)
                                .contains("\"sourcePort\":0,")
                                .endsWith(",\"portsMissing\":\"FRAGMENT\"}"));
        assertThat(run(file).lines())
                .satisfiesExactly(
                        head -> assertThat(head).startsWith("PROTOCOL"),
                        line -> assertThat(line).contains("203.0.113.9 (cut short)"),
                        line -> assertThat(line).contains("203.0.113.9 (fragments)"));
    }

    @Test
    void shouldPrintWhatCouldBeReadOfATruncatedCapture() throws IOException {
        byte[] file = capture().done();
        Flows flows = run(Arrays.copyOf(file, file.length - 1), "--json");
        assertThat(flows.exitCode()).isEqualTo(1);
        assertThat(flows.lines()).hasSize(1).first().asString().contains("\"responderOctets\":1480");
        assertThat(flows.messages())
                .contains("packets: 4,")
                .containsPattern(
                        "turnpike: .*capture: the capture is truncated: at octet \\d+ a packet of 65 octets was");
    }

    @Test
    void shouldPrintWhatCouldBeReadOfACorruptCapture() throws IOException {
        byte[] file = capture()
                .raw()
                .hex("ffffffffffffffffffffffffffffffff")
                .zeros(400)
                .done();
        Flows flows = run(file, "--json");
        assertThat(flows.exitCode()).isEqualTo(1);
        assertThat(flows.lines()).hasSize(2);
        assertThat(flows.messages()).contains("the capture is corrupt at octet", "4,294,967,295 octets");
    }

    @Test
    void shouldSayThatALinkLayerIsNotRead() throws IOException {
        PcapngFile file = PcapngFile.of(true)
                .iface(105)
                .iface(PcapFile.RAW)
                .enhanced(0, 1, new byte[100])
                .enhanced(1, 1, clientUdp(0));
        Flows flows = run(file.done(), "--json");
        assertThat(flows.exitCode()).isEqualTo(1);
        assertThat(flows.lines()).hasSize(1);
        assertThat(flows.messages())
                .contains("link type 105: 1 packets, 100 octets")
                .contains("1 packets have a link layer that is not read; what is read: Ethernet");
    }

    @Test
    void shouldSayWhatIsNoCapture() throws IOException {
        Flows text = run("hello world".getBytes(StandardCharsets.UTF_8));
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.messages().lines()).singleElement().asString().contains("not a pcap or pcapng file");
        assertThat(run(new byte[0]).messages()).contains("the file is empty");
        assertThat(Flows.of(folder).messages()).contains("it is a directory, expected a capture");
        Flows missing = Flows.of(folder.resolve("nothing"));
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.messages()).contains("nothing: there is no such file");
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() throws IOException {
        assertThat(run(capture().done(), "--idle-timeout", "0").exitCode()).isEqualTo(2);
        assertThat(run(capture().done(), "--nonsense").exitCode()).isEqualTo(2);
        assertThat(ReplayCommand.execute(System.out, System.err)).isEqualTo(2);
    }

    @Test
    void shouldSayWhatWasCountedByItsHeader() throws IOException {
        byte[] longer = Packets.ipv4(Packets.CLIENT, Packets.SERVER, 17, 1500, 0, 0, Packets.udp(1, 2, 0));
        Flows flows = run(PcapFile.of(PcapFile.RAW).packet(TIME, longer).done(), "--json");
        assertThat(flows.lines().getFirst()).contains("\"initiatorOctets\":1500");
        assertThat(flows.messages()).contains("1 packets are shorter than their headers say");
    }

    @Test
    void shouldKeepToTheOrderInWhichFlowsBegan() throws IOException {
        PcapFile file = PcapFile.of(PcapFile.RAW);
        for (int port : new int[] {5, 3, 9}) {
            file.packet(
                    TIME + port * SECOND, Packets.ipv4(Packets.CLIENT, Packets.SERVER, 17, Packets.udp(port, 53, 0)));
        }
        assertThat(run(file.done(), "--json").lines())
                .extracting(line -> line.replaceAll(".*sourcePort\":(\\d+).*", "$1"))
                .containsExactly("5", "3", "9");
    }

    @Test
    void shouldFeedNothingOfADamagedCapture() throws IOException {
        byte[] file = capture().done();
        Flows flows = run(Arrays.copyOf(file, file.length - 1), "--node", "border1", "--kafka", "127.0.0.1:1");
        assertThat(flows.exitCode()).isEqualTo(1);
        assertThat(flows.messages()).contains("truncated: at octet").contains("nothing was fed");
    }

    @Test
    void shouldFeedNothingThatIsStillToCome() throws IOException {
        byte[] file = PcapFile.of(PcapFile.RAW)
                .packet(4_000_000_000L * SECOND, clientUdp(0))
                .done();
        Flows flows = run(file, "--node", "border1", "--kafka", "127.0.0.1:1");
        assertThat(flows.exitCode()).isEqualTo(1);
        assertThat(flows.messages()).contains("nothing was fed: by its own time the capture ends in the future");
    }

    @Test
    void shouldSayWhatFeedingNeeds() throws IOException {
        assertThat(Flows.of(Path.of("-"), "--node", "border1").messages()).contains("--node needs a file");
        assertThat(run(capture().done(), "--node", "Border 1").messages()).contains("not a name of a node");
        Flows timeouts = run(capture().done(), "--node", "border1", "--idle-timeout", "5");
        assertThat(timeouts.exitCode()).isEqualTo(2);
        assertThat(timeouts.messages()).contains("the same file has to make the same batches");
        Flows nowhere = run(capture().done(), "--node", "border1", "--data", folder.toString());
        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.lines()).isNotEmpty();
        assertThat(nowhere.messages()).contains("nothing is up on " + folder).contains("--kafka HOST:PORT");
    }

    private Flows run(byte[] file, String... options) throws IOException {
        Path capture = folder.resolve("capture");
        Files.write(capture, file);
        return Flows.of(capture, options);
    }
}
