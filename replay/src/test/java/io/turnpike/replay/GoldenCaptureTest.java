package io.turnpike.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures that tcpdump made, held against what tshark says of each packet: see README.md beside them. */
class GoldenCaptureTest {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;

    @ParameterizedTest
    @ValueSource(strings = {"ethernet.pcap", "ethernet.pcapng", "cooked.pcap", "cooked2.pcap"})
    void shouldCountWhatTsharkCounts(String file) throws Exception {
        Flows flows = Flows.of(golden(file), "--json");
        assertThat(flows.exitCode()).isZero();
        assertThat(flows.lines()).containsExactlyElementsOf(countedByTshark());
        assertThat(flows.messages()).contains("packets: 104,", "ARP, ethertype 0x0806: 3 packets, 84 octets");
    }

    /** One packet as tshark tells it. */
    private static final class Row {
        private final Map<String, String> fields = new HashMap<>();

        Row(List<String> head, String line) {
            String[] values = line.split("\t", -1);
            for (int i = 0; i < values.length; i++) {
                fields.put(head.get(i), values[i]);
            }
        }

        String text(String... names) {
            for (String name : names) {
                String value = fields.getOrDefault(name, "");
                if (!value.isEmpty()) {
                    return value;
                }
            }
            return "";
        }

        int number(String... names) {
            String text = text(names);
            return text.isEmpty() ? 0 : Integer.decode(text);
        }

        boolean isIp() {
            return !text("ip.src", "ipv6.src").isEmpty();
        }

        long octets() {
            return text("ip.src").isEmpty() ? number("ipv6.plen") + 40L : number("ip.len");
        }

        long millis() {
            return Long.parseLong(text("frame.time_epoch").replace(".", "")) / 1_000_000;
        }

        boolean hasTransport() {
            return !text("tcp.srcport", "udp.srcport", "icmp.type", "icmpv6.type")
                    .isEmpty();
        }

        /** Fragments of a datagram are those with its addresses and identification. */
        String datagram() {
            return text("ip.src", "ipv6.src") + text("ip.dst", "ipv6.dst") + text("ipv6.fraghdr.ident", "ip.id");
        }

        int protocol() {
            return !text("tcp.srcport").isEmpty()
                    ? TCP
                    : !text("udp.srcport").isEmpty() ? UDP : !text("icmp.type").isEmpty() ? ICMP : ICMPV6;
        }

        boolean isReply() {
            return number("icmp.type", "icmpv6.type") == (protocol() == ICMP ? 0 : 129)
                    && !text("icmp.ident", "icmpv6.echo.identifier").isEmpty();
        }

        int sourcePort() {
            int identifier = number("icmp.ident", "icmpv6.echo.identifier");
            return isReply() ? 0 : number("tcp.srcport", "udp.srcport") + identifier;
        }

        int destinationPort() {
            return isReply() ? number("icmp.ident", "icmpv6.echo.identifier") : number("tcp.dstport", "udp.dstport");
        }

        String source() {
            return "\"source\":\"" + text("ip.src", "ipv6.src") + "\",\"sourcePort\":" + sourcePort();
        }

        String destination() {
            return "\"destination\":\"" + text("ip.dst", "ipv6.dst") + "\",\"destinationPort\":" + destinationPort();
        }

        String forwards() {
            return "{\"protocol\":" + protocol() + "," + source() + "," + destination();
        }

        String backwards() {
            return "{\"protocol\":" + protocol() + ",\"source\":\"" + text("ip.dst", "ipv6.dst") + "\",\"sourcePort\":"
                    + destinationPort() + ",\"destination\":\"" + text("ip.src", "ipv6.src")
                    + "\",\"destinationPort\":" + sourcePort();
        }
    }

    private static List<String> countedByTshark() throws Exception {
        List<String> lines = Files.readAllLines(golden("tshark.tsv"));
        List<String> head = List.of(lines.getFirst().split("\t"));
        Map<String, Row> firsts = new HashMap<>();
        Map<String, long[]> sums = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            Row row = new Row(head, line);
            if (row.isIp()) {
                Row first = row.hasTransport() ? row : Objects.requireNonNull(firsts.get(row.datagram()));
                firsts.put(row.datagram(), first);
                add(sums, first, row);
            }
        }
        return sums.entrySet().stream()
                .map(entry ->
                        "%s,\"initiatorPackets\":%d,\"initiatorOctets\":%d,\"responderPackets\":%d,\"responderOctets\":%d,\"firstMillis\":%d,\"lastMillis\":%d}"
                                .formatted(
                                        entry.getKey(),
                                        entry.getValue()[0],
                                        entry.getValue()[1],
                                        entry.getValue()[2],
                                        entry.getValue()[3],
                                        entry.getValue()[4],
                                        entry.getValue()[5]))
                .toList();
    }

    private static void add(Map<String, long[]> sums, Row first, Row row) {
        boolean isAnswer = sums.containsKey(first.backwards());
        long[] sum = sums.computeIfAbsent(
                isAnswer ? first.backwards() : first.forwards(), absent -> new long[] {0, 0, 0, 0, row.millis(), 0});
        sum[isAnswer ? 2 : 0]++;
        sum[isAnswer ? 3 : 1] += row.octets();
        sum[5] = row.millis();
    }

    private static Path golden(String name) throws URISyntaxException, IOException {
        URL url = GoldenCaptureTest.class.getResource("/golden/" + name);
        return Path.of(Objects.requireNonNull(url).toURI());
    }
}
