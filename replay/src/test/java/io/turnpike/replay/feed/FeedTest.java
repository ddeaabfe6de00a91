package io.turnpike.replay.feed;

import static io.turnpike.replay.Packets.ACK;
import static io.turnpike.replay.Packets.CLIENT;
import static io.turnpike.replay.Packets.SERVER;
import static io.turnpike.replay.Packets.SYN;
import static io.turnpike.replay.Packets.clientTcp;
import static io.turnpike.replay.Packets.clientUdp;
import static io.turnpike.replay.Packets.ipv4;
import static io.turnpike.replay.Packets.serverTcp;
import static io.turnpike.replay.Packets.serverUdp;
import static io.turnpike.replay.Packets.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.turnpike.flow.Counter;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.replay.flow.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReportByTenSecondsOfTheCapturesTime() throws IOException {
        SpooledFeed feed = feed(100)
                .at(1003, clientUdp(0))
                .at(1009.9, serverUdp(2))
                .at(1010, clientUdp(4))
                .at(1019, clientUdp(4))
                .finish();
        assertThat(feed.batches())
                .extracting(batch -> batch.header().sequence() + ": "
                        + batch.header().intervalStartMillis() + "-"
                        + batch.header().intervalEndMillis())
                .containsExactly("0: 1000000-1010000", "1: 1010000-1020000");
        assertThat(feed.records())
                .extracting(
                        FlowRecord::initiatorOctets,
                        FlowRecord::initiatorPackets,
                        FlowRecord::responderOctets,
                        FlowRecord::flowEndReason)
                .containsExactly(
                        tuple(new Counter(0, 28), new Counter(0, 1), new Counter(0, 30), FlowEndReason.ACTIVE_TIMEOUT),
                        tuple(new Counter(28, 92), new Counter(1, 3), new Counter(30, 30), FlowEndReason.FORCED_END));
    }

    @Test
    void shouldSayThatNobodyStampedIt() throws IOException {
        FlowRecord record = feed(100).at(1003, clientUdp(0)).finish().records().getFirst();
        assertThat(record.mark()).isEqualTo(Mark.UNSTAMPED);
        assertThat(record.observationPoint()).isEqualTo(ObservationPoint.BORDER);
        assertThat(record.bindingId()).isZero();
        assertThat(record.resourceNumber()).isZero();
        assertThat(record.flowId()).isNotZero();
    }

    /** Octets are divided among the minutes of their interval, so a pause must not be part of it. */
    @Test
    void shouldSpreadNothingOverAPause() throws IOException {
        SpooledFeed feed =
                feed(100).at(1003, clientUdp(0)).at(90_005, clientUdp(0)).finish();
        assertThat(feed.batches())
                .extracting(batch ->
                        batch.header().intervalEndMillis() - batch.header().intervalStartMillis() + ": "
                                + batch.records().size())
                .containsExactly("10000: 1", "88990000: 0", "10000: 1");
        assertThat(feed.records()).extracting(FlowRecord::flowId).doesNotHaveDuplicates();
    }

    @Test
    void shouldLeaveNoGapBetweenIntervals() throws IOException {
        SpooledFeed feed = random(7, 100);
        long end = feed.batches().getFirst().header().intervalStartMillis();
        long sequence = 0;
        for (FlowBatch batch : feed.batches()) {
            assertThat(batch.header().intervalStartMillis()).isEqualTo(end);
            assertThat(batch.header().sequence()).isEqualTo(sequence++);
            end = batch.header().intervalEndMillis();
        }
    }

    /** However small the table and whenever flows end: the parts of a flow add up to it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void shouldReportEachOctetOnce(int capacity) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            SpooledFeed feed = random(seed, capacity);
            Map<Long, String> fed = new HashMap<>();
            Map<Long, long[]> sums = new HashMap<>();
            for (FlowRecord record : feed.records()) {
                long[] sum = sums.computeIfAbsent(record.flowId(), absent -> new long[4]);
                sum[0] += record.initiatorOctets().delta();
                sum[1] += record.initiatorPackets().delta();
                sum[2] += record.responderOctets().delta();
                sum[3] += record.responderPackets().delta();
                fed.put(record.flowId(), record.source() + " " + Arrays.toString(sum));
            }
            Map<Long, String> flows = new HashMap<>();
            for (Flow flow : feed.flows()) {
                long[] counts = {
                    flow.fromInitiator().octets(),
                    flow.fromInitiator().packets(),
                    flow.fromResponder().octets(),
                    flow.fromResponder().packets()
                };
                flows.put(SpooledFeed.IDENTITY.flowId(flow.ordinal()), flow.source() + " " + Arrays.toString(counts));
            }
            assertThat(fed).isEqualTo(flows);
        }
    }

    @Test
    void shouldMakeTheSameBatchesOfTheSamePackets() throws IOException {
        assertThat(encoded(random(3, 5))).isEqualTo(encoded(random(3, 5)));
    }

    private static List<String> encoded(SpooledFeed feed) {
        return feed.batches().stream()
                .map(batch -> HexFormat.of().formatHex(FlowBatchCodec.encode(batch)))
                .toList();
    }

    /** What was reported before the SYN was seen stays with who sent it. */
    @Test
    void shouldTurnAFlowWhoseSynComesLate() throws IOException {
        SpooledFeed feed = feed(100)
                .at(1003, serverTcp(ACK, 1, 10))
                .at(1013, clientTcp(SYN, 1, 0))
                .at(1014, serverTcp(ACK, 1, 20))
                .finish();
        assertThat(feed.records())
                .extracting(record -> record.source().address() + " generation " + record.generation() + " "
                        + record.initiatorOctets() + " " + record.responderOctets())
                .containsExactly(
                        SERVER + " generation 0 Counter[from=0, to=50] Counter[from=0, to=0]",
                        CLIENT + " generation 1 Counter[from=0, to=40] Counter[from=50, to=110]");
    }

    private SpooledFeed random(int seed, int capacity) throws IOException {
        Random random = new Random(seed);
        SpooledFeed feed = feed(capacity);
        double seconds = 1_700_000_000;
        for (int i = 0; i < 400; i++) {
            seconds += random.nextInt(20) == 0 ? random.nextInt(300) - 10 : random.nextInt(300) / 100.0;
            byte[] udp = udp(random.nextInt(5), random.nextInt(3), random.nextInt(50));
            feed.at(seconds, random.nextBoolean() ? ipv4(CLIENT, SERVER, 17, udp) : ipv4(SERVER, CLIENT, 17, udp));
        }
        return feed.finish();
    }

    private SpooledFeed feed(int capacity) throws IOException {
        return new SpooledFeed(folder.resolve("spool" + System.nanoTime()), capacity);
    }
}
