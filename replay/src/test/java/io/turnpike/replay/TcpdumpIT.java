package io.turnpike.replay;

import static io.turnpike.replay.Packets.ethernet;
import static io.turnpike.replay.Packets.ipv4;
import static io.turnpike.replay.Packets.ipv6;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random captures, read by tcpdump too: what each of two ends sent to the other is the same by both counts. */
class TcpdumpIT {
    private static final String[] IPV4 = {"198.51.100.7", "198.51.100.8", "203.0.113.9"};
    private static final String[] IPV6 = {"2001:db8::7", "2001:db8::8", "fd00:1:2:3:4:5:6:9"};
    private static final Pattern PACKETS = Pattern.compile("\n(?=\\S)");
    private static final Pattern LENGTH = Pattern.compile("(?:, |payload )length:? (\\d+)[,)]");
    private static final Pattern ENDS = Pattern.compile("\\)\\s+(\\S+)\\.(\\d+) > (\\S+)\\.(\\d+): ");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldCountWhatTcpdumpCounts(int seed) throws Exception {
        Path file = folder.resolve("random.pcap");
        Files.write(file, capture(new Random(seed)));
        assertThat(countedByUs(file)).isEqualTo(countedByTcpdump(file)).hasSizeGreaterThan(20);
    }

    private static byte[] capture(Random random) {
        PcapFile file = PcapFile.of(random.nextBoolean(), random.nextBoolean(), PcapFile.ETHERNET);
        long nanos = 1_700_000_000_000_000_000L;
        for (int i = 0; i < 500; i++) {
            nanos += random.nextInt(5_000_000);
            file.cut(nanos, 90 + random.nextInt(100), Packets.padded(frame(random)));
        }
        return file.done();
    }

    private static byte[] frame(Random random) {
        boolean isIpv6 = random.nextBoolean();
        String[] hosts = isIpv6 ? IPV6 : IPV4;
        int from = random.nextInt(3);
        String source = hosts[from];
        String destination = hosts[(from + 1 + random.nextInt(2)) % 3];
        boolean isTcp = random.nextBoolean();
        int sourcePort = 20_000 + random.nextInt(3);
        int destinationPort = 20_000 + random.nextInt(3);
        byte[] payload = isTcp
                ? Packets.tcp(sourcePort, destinationPort, Packets.ACK, random.nextInt(1 << 30), random.nextInt(1400))
                : Packets.udp(sourcePort, destinationPort, random.nextInt(1400));
        int protocol = isTcp ? 6 : 17;
        byte[] packet =
                isIpv6 ? ipv6(source, destination, protocol, payload) : ipv4(source, destination, protocol, payload);
        int type = isIpv6 ? 0x86dd : 0x0800;
        return random.nextInt(4) > 0
                ? ethernet(type, packet)
                : ethernet(
                        0x8100,
                        Octets.bigEndian().u16(5).u16(type).bytes(packet).done());
    }

    private static Map<String, String> countedByUs(Path file) throws IOException {
        Map<String, long[]> sums = new TreeMap<>();
        for (String line : Flows.of(file, "--json").lines()) {
            JsonNode flow = new ObjectMapper().readTree(line);
            String source = flow.path("source").asText() + " " + flow.path("sourcePort");
            String destination = flow.path("destination").asText() + " " + flow.path("destinationPort");
            add(
                    sums,
                    source,
                    destination,
                    flow.path("initiatorPackets").asLong(),
                    flow.path("initiatorOctets").asLong());
            add(
                    sums,
                    destination,
                    source,
                    flow.path("responderPackets").asLong(),
                    flow.path("responderOctets").asLong());
        }
        return text(sums);
    }

    private static Map<String, String> countedByTcpdump(Path file) throws IOException, InterruptedException {
        Process tcpdump = new ProcessBuilder("tcpdump", "-nn", "-K", "-v", "-t", "-r", file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(tcpdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tcpdump.waitFor()).isZero();
        Map<String, long[]> sums = new TreeMap<>();
        for (String packet : PACKETS.splitAsStream(output).toList()) {
            Matcher length = LENGTH.matcher(packet);
            Matcher ends = ENDS.matcher(packet);
            assertThat(length.find() && ends.find()).as(packet).isTrue();
            long octets = Long.parseLong(length.group(1)) + (packet.contains("IP6 (") ? 40 : 0);
            add(sums, ends.group(1) + " " + ends.group(2), ends.group(3) + " " + ends.group(4), 1, octets);
        }
        return text(sums);
    }

    private static void add(Map<String, long[]> sums, String source, String destination, long packets, long octets) {
        long[] sum = sums.computeIfAbsent(source + " > " + destination, absent -> new long[2]);
        sum[0] += packets;
        sum[1] += octets;
    }

    private static Map<String, String> text(Map<String, long[]> sums) {
        Map<String, String> text = new TreeMap<>();
        sums.forEach((ends, sum) -> {
            if (sum[0] > 0) {
                text.put(ends, sum[0] + " packets, " + sum[1] + " octets");
            }
        });
        return text;
    }
}
