package io.turnpike.metering.audit;

import io.turnpike.metering.audit.Finding.Kind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of one node that came, as runs without a hole, in the order in which the node wrote them. What is missing
 * follows from the runs alone, so it is the same in whatever order the batches came.
 */
final class Chain {
    /**
     * Beyond so many runs two become one: the oldest that follow each other, or else the oldest, and then the hole between
     * them stays listed and is no longer followed.
     */
    static final int MOST_RUNS = 256;

    private final List<Run> runs = new ArrayList<>();

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Whether the node may have counted something since. */
    boolean isUnfinished() {
        return runs.isEmpty() || !runs.getLast().to().last();
    }

    void add(Run run) {
        int next = 0;
        while (next < runs.size() && !run.from().isBefore(runs.get(next).from())) {
            next++;
        }
        if (next > 0 && runs.get(next - 1).covers(run)) {
            return;
        }
        runs.add(next, run);
        joinWithNext(next);
        joinWithNext(next - 1);
        if (runs.size() > MOST_RUNS) {
            shorten();
        }
    }

    private void shorten() {
        for (int at = 0; at + 1 < runs.size(); at++) {
            if (runs.get(at).to().isFollowedBy(runs.get(at + 1).from())) {
                join(at);
                return;
            }
        }
        join(0);
    }

    private void join(int at) {
        runs.set(at, new Run(runs.get(at).from(), runs.get(at + 1).to()));
        runs.remove(at + 1);
    }

    private void joinWithNext(int at) {
        if (at < 0 || at + 1 >= runs.size()) {
            return;
        }
        if (runs.get(at).to().isSameAs(runs.get(at + 1).from())) {
            join(at);
        }
    }

    /**
     * What is missing.
     *
     * @param expectedSinceMillis since when the node was to be heard of; for what is missing before its first batch
     * @param silent whether more was to be expected by now
     */
    List<Finding> holes(String node, long expectedSinceMillis, boolean silent) {
        List<Finding> holes = new ArrayList<>();
        if (runs.isEmpty()) {
            if (silent) {
                holes.add(hole(node, 0, 0, Finding.UNKNOWN_END, expectedSinceMillis, 0, Amount.UNKNOWN));
            }
            return holes;
        }
        addBefore(node, expectedSinceMillis, holes);
        for (int i = 1; i < runs.size(); i++) {
            Edge end = runs.get(i - 1).to();
            Edge begin = runs.get(i).from();
            if (!end.isFollowedBy(begin)) {
                holes.add(between(node, end, begin));
            }
        }
        if (silent && isUnfinished()) {
            Edge end = runs.getLast().to();
            holes.add(hole(
                    node, end.bootEpoch(), end.sequence(), Finding.UNKNOWN_END, end.atMillis(), 0, Amount.UNKNOWN));
        }
        return holes;
    }

    private void addBefore(String node, long expectedSinceMillis, List<Finding> holes) {
        Edge first = runs.getFirst().from();
        long since = expectedSinceMillis == 0 ? first.atMillis() : Math.min(expectedSinceMillis, first.atMillis());
        if (first.sequence() > 0) {
            holes.add(
                    hole(node, first.bootEpoch(), 0, first.sequence() - 1, since, first.atMillis(), first.reported()));
        } else if (!first.isBeginOfCounters()) {
            holes.add(hole(node, 0, 0, Finding.UNKNOWN_END, since, first.atMillis(), first.reported()));
        }
    }

    private static Finding between(String node, Edge end, Edge begin) {
        long lastSequence = end.bootEpoch() == begin.bootEpoch() ? begin.sequence() - 1 : Finding.UNKNOWN_END;
        return hole(
                node,
                end.bootEpoch(),
                end.sequence(),
                lastSequence,
                Math.min(end.atMillis(), begin.atMillis()),
                Math.max(end.atMillis(), begin.atMillis()),
                end.missingUntil(begin));
    }

    private static Finding hole(
            String node, long boot, long first, long last, long fromMillis, long untilMillis, Amount missing) {
        return new Finding(Kind.HOLE, node, boot, first, last, "", "", fromMillis, untilMillis, missing);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(runs.size());
        for (Run run : runs) {
            run.write(out);
        }
    }

    static Chain read(DataInput in) throws IOException {
        Chain chain = new Chain();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            chain.runs.add(Run.read(in));
        }
        return chain;
    }
}
