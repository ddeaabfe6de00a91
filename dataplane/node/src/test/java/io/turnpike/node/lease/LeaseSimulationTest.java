package io.turnpike.node.lease;

import static io.turnpike.node.lease.SimulatedNode.CAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.node.maps.LimitRate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that share a cap, by themselves in simulated time. */
class LeaseSimulationTest {
    private static final long[] SEEDS = new Random(20).longs(300).toArray();
    /** Between the first node and the last one that learn of a registry. */
    private static final long LAG_NANOS = 1_500_000_000L;
    /** A bucket cannot stand still, so a node with nothing left has 1 bit/s. */
    private static final long MOST_NODES = 5;

    @Test
    void shouldNeverHaveMoreThanTheCapInForceWhateverHappens() {
        for (long seed : SEEDS) {
            SimulatedLeases cluster = new SimulatedLeases(seed, 2 + (int) (seed & 1));
            for (int round = 0; round < 8; round++) {
                happen(cluster);
                cluster.run(cluster.random.nextDouble(2.5));
                assertThat(cluster.takeMostEnforced())
                        .as("seed %d, round %d", seed, round)
                        .isLessThanOrEqualTo(CAP + MOST_NODES);
                assertThat(cluster.takeMostOfASecond())
                        .as("seed %d, round %d: no more than the buckets hold and the cap gives", seed, round)
                        .isLessThan(CAP * 1.02 + mostBursts(cluster));
            }
        }
    }

    private static double mostBursts(SimulatedLeases cluster) {
        return CAP / 4.0 + cluster.nodes.size() * (double) new LimitRate(1).burstBits();
    }

    private static void happen(SimulatedLeases cluster) {
        Random random = cluster.random;
        cluster.network(random.nextInt(3) * 0.2, random.nextBoolean() ? 2_000_000 : random.nextLong(1_500_000_000));
        cluster.cut(random.nextInt(3) == 0);
        SimulatedNode node = cluster.nodes.get(random.nextInt(cluster.nodes.size()));
        switch (random.nextInt(6)) {
            case 0 -> node.stop();
            case 1 -> node.loseHost();
            case 2 -> node.stall(cluster.now() + random.nextLong(3_000_000_000L));
            case 3 -> joinOrMove(cluster);
            default -> {}
        }
        for (SimulatedNode any : cluster.nodes) {
            if (!any.isRunning() && random.nextBoolean()) {
                any.start(cluster.now());
            }
            switch (random.nextInt(4)) {
                case 0 -> any.offer(0);
                case 1 -> any.offer(random.nextDouble() * 2 * CAP);
                case 2 -> any.offerLikeTcp();
                default -> {}
            }
        }
    }

    /** Only processes that live learn of a registry; and it does not change faster than they do. */
    private static void joinOrMove(SimulatedLeases cluster) {
        for (SimulatedNode node : cluster.nodes) {
            node.stall(cluster.now());
            if (!node.isRunning()) {
                node.start(cluster.now());
            }
        }
        if (cluster.nodes.size() < MOST_NODES) {
            cluster.join();
        }
        cluster.membersAre(cluster.nodes.size(), LAG_NANOS);
        cluster.run((LAG_NANOS + LeaseTimes.SETTLE_NANOS) / 1e9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldGiveTheWholeCapToTheOneThatAsks(long seed) {
        SimulatedLeases cluster = lossy(seed, 3);
        for (int asking = 1; asking <= 3; asking++) {
            SimulatedNode node = cluster.nodes.get(asking - 1);
            node.offerLikeTcp();
            cluster.run(2);
            assertThat(cluster.rateOf(asking, 3)).isBetween(0.95 * CAP, 1.001 * CAP);
            node.offer(0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldGiveEachOfTwoThatAskAlikeHalf(long seed) {
        SimulatedLeases cluster = lossy(seed, 3);
        cluster.nodes.get(0).offerLikeTcp();
        cluster.run(3);
        cluster.nodes.get(2).offer(2.0 * CAP);
        cluster.run(3);
        double first = cluster.rateOf(1, 3);
        double third = cluster.rateOf(3, 3);
        assertThat(first).isBetween(0.45 * CAP, 0.55 * CAP);
        assertThat(third).isBetween(0.45 * CAP, 0.55 * CAP);
        assertThat(first + third).isBetween(0.95 * CAP, 1.001 * CAP);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldLeaveAlonePartsThatAreInUse(long seed) {
        SimulatedLeases cluster = lossy(seed, 2);
        cluster.nodes.get(0).offer(0.3 * CAP);
        cluster.nodes.get(1).offerLikeTcp();
        cluster.run(3);
        assertThat(cluster.rateOf(1, 3)).isBetween(0.29 * CAP, 0.301 * CAP);
        assertThat(cluster.rateOf(2, 3)).isBetween(0.58 * CAP, 0.71 * CAP);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldFallBackToEqualSharesWithoutEachOtherAndLeaseAgainAfterwards(long seed) {
        SimulatedLeases cluster = lossy(seed, 2);
        cluster.nodes.get(1).offerLikeTcp();
        cluster.run(3);
        cluster.network(1, 1);
        cluster.run(1.2);
        assertThat(cluster.rateOf(2, 2)).isBetween(0.49 * CAP, 0.501 * CAP);
        cluster.network(0, 1_000_000);
        cluster.run(2);
        assertThat(cluster.rateOf(2, 2)).isGreaterThan(0.95 * CAP);
    }

    private static SimulatedLeases lossy(long seed, int nodes) {
        SimulatedLeases cluster = new SimulatedLeases(seed, nodes);
        cluster.network(0.1, 30_000_000);
        cluster.run(4);
        return cluster;
    }
}
