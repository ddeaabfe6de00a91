package io.turnpike.metering.operators;

import io.turnpike.flow.BatchHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which batches were taken, over all nodes and their processes. Ledgers of several subtasks merge by union, so a
 * partition may move from one to another between checkpoints.
 */
final class NodeLedger {
    /** Longer than topic and spool keep anything: what is older cannot come again. */
    private static final long KEPT_MILLIS = 45L * 24 * 3600 * 1000;

    private record Boot(String node, long epoch) {}

    private static final class Taken {
        private final SequenceLedger sequences = new SequenceLedger();
        private long intervalEndMillis;
    }

    private final Map<Boot, Taken> boots = new HashMap<>();
    private long newestMillis;

    /** Takes a batch. Says false if it was taken before. */
    boolean accept(BatchHeader header) {
        Taken taken = taken(header.exportingProcessId(), header.bootEpoch());
        if (!taken.sequences.accept(header.sequence())) {
            return false;
        }
        advance(taken, header.intervalEndMillis());
        return true;
    }

    private Taken taken(String node, long bootEpoch) {
        return boots.computeIfAbsent(new Boot(node, bootEpoch), absent -> new Taken());
    }

    private void advance(Taken taken, long intervalEndMillis) {
        taken.intervalEndMillis = Math.max(taken.intervalEndMillis, intervalEndMillis);
        newestMillis = Math.max(newestMillis, intervalEndMillis);
    }

    /** Where the process of the batch's node stands. */
    NodeState state(BatchHeader header) {
        Boot boot = new Boot(header.exportingProcessId(), header.bootEpoch());
        return state(boot, taken(boot.node(), boot.epoch()));
    }

    private static NodeState state(Boot boot, Taken taken) {
        return new NodeState(
                boot.node(), boot.epoch(), taken.sequences.next(), taken.sequences.ranges(), taken.intervalEndMillis);
    }

    void merge(NodeState state) {
        Taken taken = taken(state.node(), state.bootEpoch());
        taken.sequences.acceptRange(0, state.next());
        for (int i = 0; i < state.ranges().length; i += 2) {
            taken.sequences.acceptRange(state.ranges()[i], state.ranges()[i + 1]);
        }
        advance(taken, state.intervalEndMillis());
    }

    List<NodeState> snapshot() {
        // A capture of any age may be fed again at any time, and has to be recognised then.
        boots.entrySet()
                .removeIf(boot -> !BatchHeader.isCapture(boot.getKey().node())
                        && boot.getValue().intervalEndMillis < newestMillis - KEPT_MILLIS);
        List<NodeState> states = new ArrayList<>(boots.size());
        boots.forEach((boot, taken) -> states.add(state(boot, taken)));
        return states;
    }

    /** How many batches are missing below the highest one of their process. */
    long missing() {
        return boots.values().stream()
                .mapToLong(taken -> taken.sequences.missing())
                .sum();
    }
}
