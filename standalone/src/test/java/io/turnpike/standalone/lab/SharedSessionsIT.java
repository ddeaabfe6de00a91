package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that outlive the director that they came by. */
@NullMarked
@Order(47)
@ExtendWith(LabStack.Provider.class)
class SharedSessionsIT {
    private static final List<String> BOTH = List.of("director1", "director2");
    private static final String UNSYNCED = "turnpike_node_sessions_unsynced";
    /** Ten seconds. */
    private static final int ROUNDS = 40;

    private final LabStack lab;

    SharedSessionsIT(LabStack lab) {
        this.lab = lab;
    }

    @BeforeEach
    void bothDirectorsHaveTraffic() throws IOException {
        awaitNextHops(BOTH);
    }

    private static void awaitNextHops(List<String> directors) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(Spread.nextHops()).isEqualTo(directors));
    }

    private static void awaitRounds(SlowDownloads streams) {
        int rounds = streams.rounds();
        await().atMost(Duration.ofMinutes(1)).until(() -> streams.rounds() > rounds + ROUNDS);
    }

    @Test
    void shouldLoseNoStreamButThoseNotYetSharedWhenADirectorIsKilledAndUnplugged() throws IOException {
        try (SlowDownloads streams = new SlowDownloads("client1", 1_000, Topology.VIP)) {
            awaitRounds(streams);
            assertThat(streams.broken()).isZero();
            assertThat(streams.longestPauseMillis()).isPositive();
            long unsynced = lab.metric("director2", UNSYNCED);
            assertThat(ProcessHandle.of(lab.pid("director2")).orElseThrow().destroyForcibly())
                    .isTrue();
            lab.turnpike().must("lab", "cable", "director2", "out");
            awaitRounds(streams);
            assertThat(streams.longestPauseMillis()).isLessThanOrEqualTo(2_000);
            assertThat(streams.broken()).isEqualTo((int) unsynced);
            lab.turnpike().must("lab", "cable", "director2", "in");
            awaitNextHops(BOTH);
            awaitRounds(streams);
            assertThat(streams.broken()).isEqualTo((int) unsynced);
            assertThat(streams.longestPauseMillis()).isLessThanOrEqualTo(2_000);
        } finally {
            lab.turnpike().must("lab", "cable", "director2", "in");
        }
    }

    @Test
    void shouldResetNothingWhenADirectorIsDrainedUnderLoad() throws IOException {
        try (SlowDownloads streams = new SlowDownloads("client1", 300, Topology.VIP)) {
            awaitRounds(streams);
            lab.turnpike().must("drain", "director1");
            awaitRounds(streams);
            lab.turnpike().must("undrain", "director1");
            awaitNextHops(BOTH);
            awaitRounds(streams);
            assertThat(streams.broken()).isZero();
            assertThat(streams.longestPauseMillis()).isLessThanOrEqualTo(2_000);
        }
    }

    /** It joined before, and was drained; its process starts anew, and has to hear of all sessions before it is ready. */
    @Test
    void shouldBreakNothingWhenAThirdDirectorJoinsUnderLoad() throws IOException {
        try (SlowDownloads streams = new SlowDownloads("client1", 300, Topology.VIP)) {
            awaitRounds(streams);
            lab.turnpike().must("lab", "join");
            lab.turnpike().must("undrain", "director3");
            awaitNextHops(List.of("director1", "director2", "director3"));
            awaitRounds(streams);
            assertThat(streams.broken()).isZero();
            assertThat(streams.longestPauseMillis()).isLessThanOrEqualTo(2_000);
        } finally {
            lab.turnpike().must("drain", "director3");
            awaitNextHops(BOTH);
        }
    }

    @Test
    void shouldKeepStreamsThroughAPartitionOfTheSyncNetwork() throws IOException {
        try (SlowDownloads streams = new SlowDownloads("client1", 300, Topology.VIP)) {
            awaitRounds(streams);
            lab.turnpike().must("lab", "impair", "director2:eth3", "--loss", "100");
            awaitRounds(streams);
            lab.turnpike().must("lab", "impair", "--clear");
            awaitRounds(streams);
            assertThat(streams.broken()).isZero();
            assertThat(streams.longestPauseMillis()).isLessThanOrEqualTo(2_000);
            await().atMost(Duration.ofMinutes(1)).until(() -> lab.metric("director2", UNSYNCED) == 0);
        } finally {
            lab.turnpike().must("lab", "impair", "--clear");
        }
    }
}
