package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of a cluster, each made by its seed. One that fails is run again with {@code -Dturnpike.sync.seed=SEED};
 * {@code ./turnpike test simulation} runs many more than a plain test does.
 */
class SyncSimulationTest {
    private static final long HISTORIES = Long.getLong("turnpike.sync.histories", 40);

    static LongStream seeds() {
        Long only = Long.getLong("turnpike.sync.seed");
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, HISTORIES);
    }

    private static String replay(long seed, Simulation simulation) {
        return "seed " + seed + " (" + simulation + "); run it alone with -Dturnpike.sync.seed=" + seed;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndWithTheLiveSessionsOfAllOwnersAfterAnyHistory(long seed) {
        Simulation simulation = new Simulation(seed);
        new History(simulation, true).run();
        simulation.separate(Set.of());
        simulation.runFor(15 * Simulation.SECOND);
        for (Simulation.Node owner : simulation.nodes()) {
            Map<Long, Integer> truth = owner.store().sessionsOf(owner.number());
            assertThat(simulation.views(owner.number()).values())
                    .as("sessions of node %d; %s", owner.number(), replay(seed, simulation))
                    .allSatisfy(view -> assertThat(view).isEqualTo(truth));
            assertThat(Objects.requireNonNull(owner.protocol()).isReady())
                    .as("node %d is ready; %s", owner.number(), replay(seed, simulation))
                    .isTrue();
            assertThat(owner.protocol().unsynced(simulation.now()))
                    .as("sessions of node %d that are not synced; %s", owner.number(), replay(seed, simulation))
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNeverBringASessionBackThatEnded(long seed) {
        Simulation simulation = new Simulation(seed);
        new History(simulation, false).run();
        simulation.separate(Set.of());
        simulation.runFor(10 * Simulation.SECOND);
        assertThat(simulation.nodes())
                .allSatisfy(node -> assertThat(node.store().cameBack())
                        .as("sessions that ended at node %d and came back; %s", node.number(), replay(seed, simulation))
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldKeepTheSessionsOfAnOwnerThatIsGoneAtAllThatAreLeft(long seed) {
        Simulation simulation = new Simulation(seed);
        new History(simulation, false).run();
        simulation.separate(Set.of());
        simulation.runFor(simulation.random().nextLong(3 * Simulation.SECOND));
        Simulation.Node owner = simulation.nodes().getFirst();
        Map<Long, Integer> atDeath = owner.store().sessionsOf(owner.number());
        simulation.die(owner);
        Map<Long, Integer> heldSomewhere = new TreeMap<>();
        simulation.views(owner.number()).values().forEach(heldSomewhere::putAll);
        heldSomewhere.keySet().retainAll(atDeath.keySet());
        simulation.runFor(15 * Simulation.SECOND);
        List<Map<Long, Integer>> views =
                List.copyOf(simulation.views(owner.number()).values());
        assertThat(views)
                .as("sessions of the node that is gone; %s", replay(seed, simulation))
                .allSatisfy(view -> {
                    assertThat(view).isEqualTo(views.getFirst());
                    assertThat(view).containsAllEntriesOf(heldSomewhere);
                });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldGiveAnOwnerThatLostItsTableBackWhatItsPeersHeld(long seed) {
        Simulation simulation = new Simulation(seed);
        new History(simulation, false).run();
        simulation.separate(Set.of());
        simulation.runFor(10 * Simulation.SECOND);
        Simulation.Node owner = simulation.nodes().getFirst();
        Map<Long, Integer> before = owner.store().sessionsOf(owner.number());
        simulation.reboot(owner, simulation.random().nextLong(3 * Simulation.SECOND));
        simulation.runFor(15 * Simulation.SECOND);
        assertThat(simulation.views(owner.number()).values())
                .as("sessions of the node that came back; %s", replay(seed, simulation))
                .allSatisfy(view -> assertThat(view).isEqualTo(before));
    }

    /** Twelve seconds of what can happen to a cluster. */
    private record History(Simulation simulation, boolean restarts) {
        private static final int STEPS = 400;
        private static final int MOST_NODES = 5;

        void run() {
            int nodes = simulation.random().nextInt(2, 4);
            for (int i = 0; i < nodes; i++) {
                simulation.join();
            }
            for (int i = 0; i < STEPS; i++) {
                step(any());
                simulation.runFor(simulation.random().nextLong(60 * Simulation.MILLISECOND));
            }
        }

        private Simulation.Node any() {
            List<Simulation.Node> nodes = simulation.nodes();
            return nodes.get(simulation.random().nextInt(nodes.size()));
        }

        private void step(Simulation.Node node) {
            int dice = simulation.random().nextInt(100);
            if (dice < 45) {
                repeat(() -> simulation.open(node));
            } else if (dice < 75) {
                repeat(() -> simulation.end(node));
            } else if (dice < 90) {
                simulation.attack(node);
            } else if (dice < 93) {
                simulation.separate(someNumbers());
            } else if (dice < 96) {
                simulation.separate(Set.of());
            } else if (dice < 97 && simulation.nodes().size() < MOST_NODES) {
                simulation.join();
            } else if (restarts && dice < 99) {
                simulation.restart(node, simulation.random().nextLong(3 * Simulation.SECOND));
            } else if (restarts) {
                simulation.reboot(node, simulation.random().nextLong(3 * Simulation.SECOND));
            }
        }

        private void repeat(Runnable action) {
            int times = simulation.random().nextInt(1, 8);
            for (int i = 0; i < times; i++) {
                action.run();
            }
        }

        private Set<Integer> someNumbers() {
            Set<Integer> numbers = new HashSet<>();
            simulation.nodes().forEach(node -> {
                if (simulation.random().nextBoolean()) {
                    numbers.add(node.number());
                }
            });
            return numbers;
        }
    }
}
