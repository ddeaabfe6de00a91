package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Nodes whose messages are lost, doubled and late, and servers that come and go; all by one seed, without real time. */
final class SimulatedCluster {
    static final int STEP_MILLIS = 100;
    private static final double LOSS = 0.2;
    private static final double DUPLICATES = 0.1;
    private static final int MOST_DELAY_MILLIS = 400;

    private final Random random;
    private final CheckedListener listener;
    private final Map<Integer, HealthCore> nodes = new TreeMap<>();
    private final Map<Integer, Long> clockSkewMillis = new HashMap<>();
    private final Set<Endpoint> dead = new HashSet<>();
    private final PriorityQueue<Letter> letters = new PriorityQueue<>();
    private final Set<Set<Integer>> cut = new HashSet<>();
    private final Map<ProbeTarget, Integer> probes = new HashMap<>();
    private long nowMillis = 1_000_000;

    private record Letter(long arrivesMillis, int number, int to, List<HealthResult> results)
            implements Comparable<Letter> {
        @Override
        public int compareTo(Letter other) {
            return arrivesMillis != other.arrivesMillis
                    ? Long.compare(arrivesMillis, other.arrivesMillis)
                    : Integer.compare(number, other.number);
        }
    }

    private int letterNumber;

    SimulatedCluster(long seed, CheckedListener listener) {
        this.random = new Random(seed);
        this.listener = listener;
    }

    /** A new process: it remembers nothing, and its clock is off by up to two seconds. */
    void start(int node) {
        HealthCore core = new HealthCore(node, new SplittableRandom(random.nextLong()), 100);
        clockSkewMillis.putIfAbsent(node, (long) random.nextInt(-2_000, 2_000));
        core.configure(List.of(listener), now(node));
        nodes.put(node, core);
    }

    void stop(int node) {
        nodes.remove(node);
    }

    /** The two no longer hear each other, and each takes the other for gone. */
    void cut(int one, int other) {
        cut.add(Set.of(one, other));
    }

    void heal() {
        cut.clear();
    }

    void kill(Endpoint server) {
        dead.add(server);
    }

    void revive(Endpoint server) {
        dead.remove(server);
    }

    private long now(int node) {
        return nowMillis + clockSkewMillis.getOrDefault(node, 0L);
    }

    void run(int seconds) {
        for (int step = 0; step < seconds * 1_000 / STEP_MILLIS; step++) {
            nowMillis += STEP_MILLIS;
            deliver();
            nodes.forEach(this::probe);
        }
    }

    private void deliver() {
        while (!letters.isEmpty() && letters.peek().arrivesMillis() <= nowMillis) {
            Letter letter = letters.remove();
            HealthCore core = nodes.get(letter.to());
            if (core != null) {
                letter.results().forEach(result -> core.merge(result, now(letter.to())));
            }
        }
    }

    private void probe(int node, HealthCore core) {
        List<HealthResult> results = new ArrayList<>();
        for (ProbeTarget target : core.due(reachable(node), now(node))) {
            probes.merge(target, 1, Integer::sum);
            boolean answers = !dead.contains(target.server());
            core.probed(target, answers ? ProbeOutcome.GOOD : new ProbeOutcome.Bad("dead"), now(node))
                    .ifPresent(results::add);
        }
        HealthMessage.encode(results).forEach(message -> send(node, message));
    }

    private Set<Integer> reachable(int node) {
        Set<Integer> living = new HashSet<>(nodes.keySet());
        living.removeIf(other -> cut.contains(Set.of(node, other == node ? -1 : other)));
        return living;
    }

    private void send(int from, byte[] message) {
        for (int to : reachable(from)) {
            int copies = random.nextDouble() < LOSS ? 0 : random.nextDouble() < DUPLICATES ? 2 : 1;
            for (int i = 0; to != from && i < copies; i++) {
                letters.add(new Letter(
                        nowMillis + random.nextInt(MOST_DELAY_MILLIS),
                        letterNumber++,
                        to,
                        HealthMessage.decode(message)));
            }
        }
    }

    /** Servers that some node still, or not yet, takes for what they are not. */
    Set<String> mistaken() {
        Set<String> mistaken = new HashSet<>();
        nodes.forEach((node, core) -> listener.servers().forEach(server -> {
            boolean up = core.health(listener.target(server).orElseThrow()).up();
            if (up == dead.contains(server)) {
                mistaken.add("node " + node + " takes " + server + " for " + (up ? "up" : "down"));
            }
        }));
        return mistaken;
    }

    /** How often each target was probed since the last call. */
    Map<ProbeTarget, Integer> takeProbeCounts() {
        Map<ProbeTarget, Integer> counts = Map.copyOf(probes);
        probes.clear();
        return counts;
    }
}
