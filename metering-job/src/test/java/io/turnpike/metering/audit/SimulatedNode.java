package io.turnpike.metering.audit;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A node that counts, reports, restarts and loses its machine; it knows what it has reported. */
final class SimulatedNode {
    static final String NAME = "border1";
    static final long BEGIN = 1_700_000_000_000L;
    static final long INTERVAL = 10_000;

    /** @param octets in its records */
    record Batch(BatchHeader header, BatchAccount account, boolean last, long octets) {}

    private final Random random;
    private final List<Batch> batches = new ArrayList<>();
    private long boot = 1;
    private long epoch = 1;
    private long sequence;
    private long reported;
    private long nowMillis = BEGIN;
    private int machinesLost;

    SimulatedNode(Random random) {
        this.random = random;
    }

    List<Batch> batches() {
        return batches;
    }

    /** Counters that went away unread. */
    int machinesLost() {
        return machinesLost;
    }

    /** @param machines whether it may be given others */
    static SimulatedNode after(Random random, int intervals, boolean machines) {
        SimulatedNode node = new SimulatedNode(random);
        for (int i = 0; i < intervals; i++) {
            int fate = random.nextInt(10);
            boolean moves = machines && fate == 0 && i > 0;
            boolean inOrder = moves && random.nextBoolean();
            node.interval(inOrder);
            if (moves) {
                node.moveToAnotherMachine(inOrder);
            } else if (fate < 3) {
                node.restart();
            }
        }
        node.interval(false);
        return node;
    }

    /** One to three batches, of which the last one ends the interval. */
    private void interval(boolean last) {
        int parts = 1 + random.nextInt(3);
        for (int part = 1; part <= parts; part++) {
            long octets = random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000);
            BatchHeader header = new BatchHeader(NAME, boot, sequence++, epoch, nowMillis, nowMillis + INTERVAL, 1);
            Counter moved = new Counter(reported, reported + octets);
            reported += octets;
            batches.add(new Batch(
                    header,
                    new BatchAccount(moved, moved, Counter.ZERO, Counter.ZERO, part == parts),
                    last && part == parts,
                    octets));
        }
        nowMillis += INTERVAL;
    }

    private void restart() {
        boot++;
        sequence = 0;
    }

    private void moveToAnotherMachine(boolean inOrder) {
        restart();
        epoch++;
        reported = 0;
        nowMillis += INTERVAL;
        machinesLost += inOrder ? 0 : 1;
    }
}
