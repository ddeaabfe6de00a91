package io.turnpike.node.health;

import java.util.concurrent.atomic.LongAdder;

/** How probes of this process went. */
final class ProbeCounts {
    private final LongAdder good = new LongAdder();
    private final LongAdder bad = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder unreadable = new LongAdder();

    void count(ProbeOutcome outcome) {
        switch (outcome) {
            case ProbeOutcome.Good counted -> good.increment();
            case ProbeOutcome.Bad counted -> bad.increment();
            case ProbeOutcome.NotSent counted -> notSent.increment();
        }
    }

    /** A message of another node that could not be read. */
    void unreadableMessage() {
        unreadable.increment();
    }

    long good() {
        return good.sum();
    }

    long bad() {
        return bad.sum();
    }

    long notSent() {
        return notSent.sum();
    }

    long unreadable() {
        return unreadable.sum();
    }
}
