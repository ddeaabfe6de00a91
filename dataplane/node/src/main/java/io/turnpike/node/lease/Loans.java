package io.turnpike.node.lease;

import java.util.TreeMap;

/**
 * What a lender must take to be in use at one borrower: the most of the loans that it may still hold. It may hold each
 * until its time is over, or until it has said that it holds a newer one.
 */
final class Loans {
    private final TreeMap<Long, Loan> bySequence = new TreeMap<>();

    private record Loan(long bitsPerSecond, long endsNanos) {}

    void lend(long sequence, long bitsPerSecond, long nowNanos) {
        bySequence.put(sequence, new Loan(bitsPerSecond, nowNanos + LeaseTimes.LENT_NANOS));
    }

    /** The borrower has this one in force, and will not go back to an older one. */
    void taken(long sequence) {
        if (!bySequence.isEmpty() && sequence <= bySequence.lastKey()) {
            bySequence.headMap(sequence).clear();
        }
    }

    void expire(long nowNanos) {
        bySequence.values().removeIf(loan -> loan.endsNanos() - nowNanos <= 0);
    }

    long mostBitsPerSecond() {
        return bySequence.values().stream().mapToLong(Loan::bitsPerSecond).max().orElse(0);
    }

    boolean isEmpty() {
        return bySequence.isEmpty();
    }
}
