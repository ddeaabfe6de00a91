package io.turnpike.replay;

import static io.turnpike.replay.Packets.ethernet;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.replay.capture.CaptureException;
import io.turnpike.replay.flow.FlowTable;
import io.turnpike.replay.flow.FlowTimeouts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever is done to a capture, it is read as far as it goes, and then one sentence is said. */
class DamagedCaptureTest {
    private static final int MUTATIONS = 100_000;

    /** What became of it. */
    private record Outcome(long packets, String problem) {}

    @Test
    void shouldReadATruncatedPcapAsFarAsItGoes() throws IOException {
        PcapFile file = PcapFile.of(PcapFile.ETHERNET);
        TreeSet<Integer> ends = new TreeSet<>(Set.of(file.raw().size()));
        for (byte[] frame : frames()) {
            ends.add(file.packet(1, frame).raw().size());
        }
        assertEveryTruncation(file.done(), ends, ends);
    }

    @Test
    void shouldReadATruncatedPcapngAsFarAsItGoes() throws IOException {
        PcapngFile file = PcapngFile.of(true);
        TreeSet<Integer> ends = new TreeSet<>(Set.of(file.raw().size()));
        ends.add(file.iface(1).raw().size());
        TreeSet<Integer> packets = new TreeSet<>(Set.of(file.raw().size()));
        for (byte[] frame : frames()) {
            packets.add(file.enhanced(0, 1, frame).raw().size());
        }
        ends.addAll(packets);
        assertEveryTruncation(file.done(), ends, packets);
    }

    /** Cut between two packets it is a shorter capture, which nobody can tell; anywhere else it is told. */
    private static void assertEveryTruncation(byte[] file, NavigableSet<Integer> ends, NavigableSet<Integer> packets)
            throws IOException {
        for (int length = 0; length < file.length; length++) {
            Outcome outcome = read(Arrays.copyOf(file, length));
            long whole = Math.max(0, packets.headSet(length, true).size() - 1);
            assertThat(outcome.packets()).as("packets of %d octets", length).isEqualTo(whole);
            if (ends.contains(length)) {
                assertThat(outcome.problem()).isEmpty();
            } else {
                assertThat(outcome.problem())
                        .as("%d octets", length)
                        .containsAnyOf("truncated: at octet ", "the file is empty", "it has ");
            }
        }
    }

    @Test
    void shouldSurviveWhateverTheFileSays() throws IOException {
        List<byte[]> seeds = seeds();
        Random random = new Random(20_261_124);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file = mutated(seeds.get(i % seeds.size()), random);
            refused += read(file).problem().isEmpty() ? 0 : 1;
        }
        assertThat(refused).isBetween(MUTATIONS / 20, MUTATIONS - MUTATIONS / 20);
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] file = seed.clone();
        int edits = 1 + random.nextInt(8);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(5)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> file[at] = (byte) 0xff;
                case 3 -> file[at] = 0;
                default -> {
                    int from = random.nextInt(file.length);
                    int count = Math.min(random.nextInt(40), file.length - Math.max(from, at));
                    System.arraycopy(seed, from, file, at, count);
                }
            }
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
    }

    /** Small tables, so that a file can fill them. Any other exception, or no end, fails the test. */
    private static Outcome read(byte[] file) throws IOException {
        long[] counted = new long[2];
        FlowTable flows = new FlowTable(3, FlowTimeouts.DEFAULT, flow -> {
            counted[0] += flow.fromInitiator().packets() + flow.fromResponder().packets();
            counted[1] += flow.fromInitiator().octets() + flow.fromResponder().octets();
        });
        CaptureRun run = new CaptureRun(flows);
        String problem = "";
        try {
            run.read(new ByteArrayInputStream(file), nanos -> {});
        } catch (CaptureException e) {
            problem = String.valueOf(e.getMessage());
        }
        assertThat(run.totals().inFlows()).isEqualTo(new Totals.Sum(counted[0], counted[1]));
        return new Outcome(run.totals().packets(), problem);
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        PcapFile pcap = PcapFile.of(PcapFile.ETHERNET);
        PcapFile nanoseconds = PcapFile.of(false, true, PcapFile.ETHERNET);
        PcapngFile pcapng = PcapngFile.of(true).iface(1);
        PcapngFile other = PcapngFile.of(false);
        other.iface(1, 0, other.time(9, 100)).iface(PcapFile.RAW);
        for (byte[] frame : frames()) {
            pcap.packet(5, frame);
            nanoseconds.packet(5, frame);
            pcapng.enhanced(0, 5, frame).simple(frame.length, frame);
            other.obsolete(0, 5, frame).block(5, new byte[20]);
        }
        PcapngFile sections = other.turned().iface(276).enhanced(0, 7, new byte[30]);
        seeds.add(pcap.done());
        seeds.add(nanoseconds.done());
        seeds.add(pcapng.done());
        seeds.add(sections.done());
        return seeds;
    }

    private static List<byte[]> frames() {
        return List.of(
                ethernet(0x0800, Packets.clientTcp(Packets.SYN, 1, 0)),
                ethernet(0x0800, Packets.serverUdp(5)),
                ethernet(
                        0x8100,
                        Octets.bigEndian()
                                .u16(5)
                                .u16(0x0800)
                                .bytes(Packets.clientUdp(9))
                                .done()),
                ethernet(0x0806, new byte[28]),
                ethernet(
                        0x86dd,
                        Packets.ipv6(
                                Packets.CLIENT6,
                                Packets.SERVER6,
                                0,
                                Packets.extension(44, 0, Packets.fragment6(17, 0, true, 9, Packets.udp(4, 5, 6))))),
                ethernet(0x0800, Packets.fragment(Packets.CLIENT, Packets.SERVER, 17, 5, 8, false, new byte[8])));
    }
}
