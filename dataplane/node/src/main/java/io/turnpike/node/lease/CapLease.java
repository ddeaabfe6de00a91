package io.turnpike.node.lease;

import io.turnpike.node.maps.DemandMeter.Demand;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One cap as one node holds it. What is the node's own it uses or lends, never both: until a loan is given back, or its
 * time is over, the lender does without. So the leases of all nodes are never more than the cap, whatever is lost, late
 * or repeated between them, and however they are cut off from each other.
 */
final class CapLease {
    /** The part of its own, one in so many, that a node never lends: a flow that begins must be seen to be in need. */
    private static final int RESERVE = 50;

    private final Appetite appetite = new Appetite();
    private final Map<Integer, Loans> lent = new HashMap<>();
    private final Map<Integer, Borrowed> borrowed = new HashMap<>();
    private final Map<Integer, Want> wants = new HashMap<>();
    private long cap;
    private long own;
    private long wanted;

    private record Borrowed(long sequence, long bitsPerSecond, long endsNanos) {}

    private record Want(long sequence, long bitsPerSecond, long heardNanos) {}

    /**
     * What is known of the cap now.
     *
     * @param ownBitsPerSecond the node's own part
     */
    void set(long capBitsPerSecond, long ownBitsPerSecond, long nowNanos) {
        cap = capBitsPerSecond;
        own = ownBitsPerSecond;
        lent.values().forEach(loans -> loans.expire(nowNanos));
        lent.values().removeIf(Loans::isEmpty);
        borrowed.values().removeIf(loan -> loan.endsNanos() - nowNanos <= 0);
        wants.values().removeIf(want -> nowNanos - want.heardNanos() > LeaseTimes.LOAN_NANOS);
    }

    Lease lease() {
        long kept = Math.max(0, own - lentBitsPerSecond());
        long more = 0;
        long until = Long.MAX_VALUE;
        for (Borrowed loan : borrowed.values()) {
            if (loan.bitsPerSecond() > 0) {
                more += loan.bitsPerSecond();
                until = Math.min(until, loan.endsNanos());
            }
        }
        return new Lease(Math.min(cap, kept + more), Math.min(cap, kept), until);
    }

    private long lentBitsPerSecond() {
        return lent.values().stream().mapToLong(Loans::mostBitsPerSecond).sum();
    }

    /** Whether it can be forgotten: nobody may be using any of it. */
    boolean isUnused() {
        return lent.isEmpty() && borrowed.isEmpty();
    }

    void observe(Demand demand, long nowNanos) {
        appetite.observe(demand, nowNanos);
        wanted = appetite.wanted(lease().bitsPerSecond(), cap);
    }

    /**
     * What a peer says.
     *
     * @param me number of this node
     * @param loanEndsNanos until when what it lends to this node may be used
     */
    void hear(int peer, long sequence, LeaseMessage.Entry said, int me, long loanEndsNanos, long nowNanos) {
        Want before = wants.get(peer);
        if (before == null || before.sequence() < sequence) {
            wants.put(peer, new Want(sequence, said.wanted(), nowNanos));
        }
        Loans loans = lent.get(peer);
        Long taken = said.taken().get(me);
        if (loans != null && taken != null) {
            loans.taken(taken);
        }
        Long loan = said.loans().get(me);
        if (loan != null && loanEndsNanos - nowNanos > 0) {
            borrow(peer, new Borrowed(sequence, loan, loanEndsNanos), nowNanos);
        }
    }

    /** Never back to an older loan while a newer one lasts: the lender counts on it. */
    private void borrow(int lender, Borrowed loan, long nowNanos) {
        Borrowed before = borrowed.get(lender);
        if (before == null || before.sequence() < loan.sequence() || before.endsNanos() - nowNanos <= 0) {
            borrowed.put(lender, loan);
        }
    }

    /**
     * Lends what this node does not need to those who want more than their own.
     *
     * @param peerShare what a peer has of its own
     * @return by borrower: its loan from now on
     */
    Map<Integer, Long> lend(long peerShare, long sequence, long nowNanos) {
        Map<Integer, Long> needs = new HashMap<>();
        wants.forEach((peer, want) -> needs.put(peer, Math.max(0, want.bitsPerSecond() - peerShare)));
        lent.keySet().forEach(peer -> needs.putIfAbsent(peer, 0L));
        long reserve = own / RESERVE;
        Map<Integer, Long> loans = FairSplit.of(own - Math.max(reserve, wanted), needs);
        loans.entrySet().removeIf(loan -> loan.getValue() == 0 && !lent.containsKey(loan.getKey()));
        // One after the other, since what one is lent is not there for the next.
        loans.replaceAll((peer, amount) -> {
            long possible = Math.clamp(amount, 0, Math.max(0, own - reserve - lentToOthers(peer)));
            lent.computeIfAbsent(peer, key -> new Loans()).lend(sequence, possible, nowNanos);
            return possible;
        });
        return loans;
    }

    private long lentToOthers(int peer) {
        return lentBitsPerSecond()
                - (lent.containsKey(peer)
                        ? Objects.requireNonNull(lent.get(peer)).mostBitsPerSecond()
                        : 0);
    }

    /** Whether peers have to hear of it. */
    boolean isOfInterest(long peerShare) {
        return wanted > Math.min(own, peerShare) || !isUnused();
    }

    long wanted() {
        return wanted;
    }

    /** By lender: the newest loan that is in force. */
    Map<Integer, Long> taken() {
        Map<Integer, Long> taken = new HashMap<>();
        borrowed.forEach((lender, loan) -> taken.put(lender, loan.sequence()));
        return taken;
    }
}
