package io.turnpike.node.sync;

import io.turnpike.flow.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, a network that loses, reorders, repeats and falls apart, and a clock, all driven by one seed. An attacker hears
 * every datagram and sends old ones again.
 */
final class Simulation {
    static final long MILLISECOND = 1_000_000L;
    static final long SECOND = 1_000 * MILLISECOND;

    private static final byte[] KEY =
            "a key of at least thirty-two octets".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final int SLOTS = 2048;
    private static final long TICK = 10 * MILLISECOND;

    private final RandomGenerator random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private final Map<Integer, Node> nodes = new TreeMap<>();
    private final List<byte[]> overheard = new ArrayList<>();
    private final double loss;
    private final double duplication;
    private final long longestDelay;
    private final int repeatableChanges;
    private Set<Integer> island = Set.of();
    private long order;
    private long now = 5 * SECOND;
    private long nextIncarnation = 1000;
    private long nextSession = 1;

    private record Event(long atNanos, long order, Runnable action) {}

    /** A node; without a protocol its process is down, and packets flow on. */
    static final class Node {
        private final int number;
        private SimulatedStore store;
        private @Nullable SyncProtocol protocol;
        private boolean fresh = true;
        private long firstFlowId;
        private boolean dead;

        Node(int number, SimulatedStore store) {
            this.number = number;
            this.store = store;
        }

        SimulatedStore store() {
            return store;
        }

        @Nullable
        SyncProtocol protocol() {
            return protocol;
        }

        int number() {
            return number;
        }

        boolean isDead() {
            return dead;
        }
    }

    Simulation(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        loss = random.nextInt(4) == 0 ? 0 : random.nextDouble(0.25);
        duplication = random.nextDouble(0.1);
        longestDelay = random.nextLong(MILLISECOND, 60 * MILLISECOND);
        repeatableChanges = 1 << random.nextInt(3, 12);
    }

    RandomGenerator random() {
        return random;
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    long now() {
        return now;
    }

    Node join() {
        int number = nodes.size() + 1;
        Node node = new Node(number, new SimulatedStore(number, SLOTS, random));
        nodes.put(number, node);
        node.firstFlowId = flowId(node);
        start(node);
        after(0, () -> tick(node));
        return node;
    }

    private void start(Node node) {
        node.protocol = new SyncProtocol(
                new Identity(
                        node.number,
                        "node" + node.number,
                        IpAddress.parse("10.255.0." + node.number),
                        node.fresh,
                        node.firstFlowId),
                nextIncarnation += 1,
                node.store,
                new Authenticator(KEY),
                datagram -> send(node.number, datagram),
                repeatableChanges,
                now);
        node.fresh = false;
    }

    private void tick(Node node) {
        if (node.protocol != null) {
            node.protocol.tick(now);
        }
        after(TICK, () -> tick(node));
    }

    void after(long nanos, Runnable action) {
        events.add(new Event(now + nanos, order++, action));
    }

    void runFor(long nanos) {
        long end = now + nanos;
        while (!events.isEmpty() && events.peek().atNanos() <= end) {
            Event event = events.remove();
            now = event.atNanos();
            event.action().run();
        }
        now = end;
    }

    private void send(int sender, ByteBuffer datagram) {
        byte[] octets = new byte[datagram.remaining()];
        datagram.get(octets);
        if (overheard.size() < 5000) {
            overheard.add(octets);
        }
        for (Node receiver : nodes.values()) {
            if (receiver.number != sender && island.contains(sender) == island.contains(receiver.number)) {
                deliver(receiver, octets);
            }
        }
    }

    private void deliver(Node receiver, byte[] octets) {
        int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < duplication ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            arrive(receiver, octets, random.nextLong(MILLISECOND / 10, longestDelay));
        }
    }

    private void arrive(Node receiver, byte[] octets, long delay) {
        after(delay, () -> {
            if (receiver.protocol != null) {
                receiver.protocol.receive(ByteBuffer.wrap(octets.clone()), now);
                receiver.protocol.tick(now);
            }
        });
    }

    /** Sends something overheard again, as it was or with one bit turned. */
    void attack(Node victim) {
        if (!overheard.isEmpty()) {
            byte[] octets = overheard.get(random.nextInt(overheard.size())).clone();
            if (random.nextInt(4) == 0) {
                octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            }
            arrive(victim, octets, 0);
        }
    }

    /** The packet path establishes a session, and tells the process if there is one. */
    void open(Node node) {
        int slot = node.store.openOwn(flowId(node));
        nextSession++;
        if (slot >= 0 && node.protocol != null) {
            node.protocol.changed(slot);
            if (random.nextBoolean()) {
                node.protocol.flush();
            }
        }
    }

    private long flowId(Node node) {
        return (long) node.number << 48 | nextSession;
    }

    /** Only a process ends sessions. */
    void end(Node node) {
        if (node.protocol != null) {
            int slot = node.store.endOwn();
            if (slot >= 0) {
                node.protocol.changed(slot);
            }
        }
    }

    /** The process is gone for a while, and starts again over the same table. */
    void restart(Node node, long downNanos) {
        if (node.protocol != null) {
            node.protocol = null;
            after(downNanos, () -> revive(node));
        }
    }

    /** The machine is gone for a while, and its table for ever. */
    void reboot(Node node, long downNanos) {
        if (node.protocol != null) {
            node.protocol = null;
            node.store = new SimulatedStore(node.number, SLOTS, random);
            node.fresh = true;
            node.firstFlowId = flowId(node);
            after(downNanos, () -> revive(node));
        }
    }

    private void revive(Node node) {
        if (node.protocol == null && !node.dead) {
            start(node);
        }
    }

    void die(Node node) {
        node.protocol = null;
        node.dead = true;
    }

    /** These hear only each other, and so do the rest. */
    void separate(Set<Integer> numbers) {
        island = new HashSet<>(numbers);
    }

    /** Of one owner, in every store of a node that lives. */
    Map<Integer, Map<Long, Integer>> views(int owner) {
        Map<Integer, Map<Long, Integer>> views = new HashMap<>();
        for (Node node : nodes.values()) {
            if (!node.dead) {
                views.put(node.number, node.store.sessionsOf(owner));
            }
        }
        return views;
    }

    @Override
    public String toString() {
        return "loss %.2f, duplication %.2f, delay to %d ms, %d changes repeatable, nodes %s"
                .formatted(
                        loss,
                        duplication,
                        longestDelay / MILLISECOND,
                        repeatableChanges,
                        Arrays.toString(nodes.keySet().toArray()));
    }
}
