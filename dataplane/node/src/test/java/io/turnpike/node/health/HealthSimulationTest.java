package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Endpoint;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthSimulationTest {
    /** Three failed probes a second apart and a tenth late, the first an interval later; then a result that gets through. */
    private static final int WINDOW_SECONDS = 5;

    /** A prober that is cut off is noticed after five seconds. */
    private static final int SILENCE_SECONDS = 6;

    private static final List<Endpoint> SERVERS = IntStream.rangeClosed(1, 30)
            .mapToObj(number -> Checks.endpoint("10.0.0." + number, 80))
            .toList();

    private static SimulatedCluster cluster(long seed) {
        SimulatedCluster cluster =
                new SimulatedCluster(seed, Checks.listener(Checks.tcp(), 0, 0, SERVERS.toArray(Endpoint[]::new)));
        IntStream.rangeClosed(1, 3).forEach(cluster::start);
        return cluster;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldHaveEachServerProbedByOneNode(long seed) {
        SimulatedCluster cluster = cluster(seed);
        cluster.run(2);
        cluster.takeProbeCounts();
        cluster.run(60);
        // A node that misses every result of some seconds probes for itself meanwhile.
        assertThat(cluster.takeProbeCounts().values())
                .hasSize(SERVERS.size())
                .allSatisfy(count -> assertThat(count).isBetween(54, 80));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldFindTheTruthWhateverHappens(long seed) {
        Random random = new Random(seed);
        SimulatedCluster cluster = cluster(seed);
        for (int round = 0; round < 40; round++) {
            happen(cluster, random);
            cluster.run(WINDOW_SECONDS + SILENCE_SECONDS);
            assertThat(cluster.mistaken()).as("seed %d, round %d", seed, round).isEmpty();
        }
    }

    private static void happen(SimulatedCluster cluster, Random random) {
        for (int i = 0; i < 4; i++) {
            Endpoint server = SERVERS.get(random.nextInt(SERVERS.size()));
            if (random.nextBoolean()) {
                cluster.kill(server);
            } else {
                cluster.revive(server);
            }
        }
        int node = random.nextInt(1, 4);
        switch (random.nextInt(4)) {
            case 0 -> cluster.stop(node);
            case 1 -> cluster.start(node);
            case 2 -> cluster.cut(node, 1 + node % 3);
            default -> cluster.heal();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldNoticeADeadServerWithinItsWindowWhoeverProbes(long seed) {
        SimulatedCluster cluster = cluster(seed);
        cluster.run(10);
        SERVERS.forEach(cluster::kill);
        cluster.stop(1);
        cluster.run(WINDOW_SECONDS + SILENCE_SECONDS);
        assertThat(cluster.mistaken()).isEmpty();
        SERVERS.forEach(cluster::revive);
        cluster.start(1);
        cluster.run(WINDOW_SECONDS + SILENCE_SECONDS);
        assertThat(cluster.mistaken()).isEmpty();
    }
}
