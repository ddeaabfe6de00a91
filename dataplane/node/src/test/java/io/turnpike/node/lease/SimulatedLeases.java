package io.turnpike.node.lease;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Nodes that lease one cap over a network that loses, delays, reorders and repeats. */
final class SimulatedLeases {
    private static final long STEP_NANOS = 10_000_000;
    private static final int STEPS_A_SECOND = 100;

    final Random random;
    final List<SimulatedNode> nodes = new ArrayList<>();
    private final PriorityQueue<Datagram> network =
            new PriorityQueue<>(Comparator.comparingLong(Datagram::arrivesNanos));
    private final Deque<Double> lastSecond = new ArrayDeque<>();
    private final double[] passed = new double[16];
    private double loss;
    private long mostDelayNanos = 2_000_000;
    private int[] side = new int[16];
    private long nowNanos;
    private long mostEnforced;
    private double ofLastSecond;
    private double mostOfASecond;

    private record Datagram(int from, int to, ByteBuffer message, long arrivesNanos) {}

    SimulatedLeases(long seed, int count) {
        random = new Random(seed);
        for (int i = 0; i < count; i++) {
            nodes.add(new SimulatedNode(i + 1, random));
        }
        membersAre(count, 0);
        nodes.forEach(node -> node.start(0));
    }

    /** The first nodes are members; each of the nodes that has a process learns of it within this time. */
    void membersAre(int members, long withinNanos) {
        List<String> names =
                nodes.stream().limit(members).map(node -> "n" + node.number).toList();
        for (SimulatedNode node : nodes) {
            long at = nowNanos + (withinNanos == 0 ? 0 : random.nextLong(withinNanos));
            changes.add(new Change(at, node, Share.of("n" + node.number, names)));
        }
        applyChanges();
    }

    private record Change(long atNanos, SimulatedNode node, Share share) {}

    private final List<Change> changes = new ArrayList<>();

    private void applyChanges() {
        changes.removeIf(change -> {
            boolean due = change.atNanos() <= nowNanos;
            if (due) {
                change.node().members(change.share(), nowNanos);
            }
            return due;
        });
    }

    SimulatedNode join() {
        SimulatedNode node = new SimulatedNode(nodes.size() + 1, random);
        nodes.add(node);
        node.start(nowNanos);
        return node;
    }

    void network(double lost, long mostDelay) {
        loss = lost;
        mostDelayNanos = mostDelay;
    }

    /** Each node finds itself on one of two sides that do not hear each other; or all on one. */
    void cut(boolean apart) {
        for (int i = 0; i < side.length; i++) {
            side[i] = apart ? random.nextInt(2) : 0;
        }
    }

    long now() {
        return nowNanos;
    }

    void run(double seconds) {
        for (int step = 0; step < seconds * STEPS_A_SECOND; step++) {
            nowNanos += STEP_NANOS;
            applyChanges();
            deliver();
            for (SimulatedNode node : nodes) {
                node.roundIfDue(nowNanos).forEach(message -> send(node.number, message));
            }
            pass();
        }
    }

    private void pass() {
        long enforced = 0;
        double sum = 0;
        for (SimulatedNode node : nodes) {
            enforced += node.enforced(nowNanos);
            double bits = node.pass(nowNanos, 1.0 / STEPS_A_SECOND);
            passed[node.number] += bits;
            sum += bits;
        }
        lastSecond.add(sum);
        ofLastSecond += sum;
        if (lastSecond.size() > STEPS_A_SECOND) {
            ofLastSecond -= lastSecond.remove();
        }
        mostEnforced = Math.max(mostEnforced, enforced);
        mostOfASecond = Math.max(mostOfASecond, ofLastSecond);
    }

    private void send(int from, byte[] message) {
        for (SimulatedNode to : nodes) {
            for (int copies = random.nextInt(8) == 0 ? 2 : 1; copies > 0 && to.number != from; copies--) {
                if (random.nextDouble() >= loss) {
                    network.add(new Datagram(
                            from, to.number, ByteBuffer.wrap(message), nowNanos + random.nextLong(mostDelayNanos + 1)));
                }
            }
        }
    }

    private void deliver() {
        while (!network.isEmpty() && network.peek().arrivesNanos() <= nowNanos) {
            Datagram datagram = network.remove();
            if (side[datagram.from()] == side[datagram.to()]) {
                nodes.get(datagram.to() - 1).receive(datagram.from(), datagram.message(), nowNanos);
            }
        }
    }

    /** The largest sum of all rates in force at an instant, since this was asked last. */
    long takeMostEnforced() {
        long most = mostEnforced;
        mostEnforced = 0;
        return most;
    }

    /** The most bits that all nodes passed in any second, since this was asked last. */
    double takeMostOfASecond() {
        double most = mostOfASecond;
        mostOfASecond = 0;
        lastSecond.clear();
        ofLastSecond = 0;
        return most;
    }

    /** Bits per second that a node passes during the next seconds. */
    double rateOf(int number, double seconds) {
        double before = passed[number];
        run(seconds);
        return (passed[number] - before) / seconds;
    }
}
