package io.turnpike.node.lease;

import io.turnpike.node.maps.DemandMeter.Demand;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * The caps of one node and what it has of them, without clock, thread or socket. Whoever uses it puts {@link #leases} in
 * force before it sends what {@link #round} returned: the messages say that it did.
 */
final class Leases {
    private final int me;
    private final long salt;
    private final Standing standing = new Standing();
    private final Map<Long, CapLease> leases = new TreeMap<>();
    private final Map<Integer, Heard> heard = new HashMap<>();
    private Map<Long, Cap> caps = Map.of();
    private Share share = Share.NONE;
    private long sequence;

    /** A peer's clock as far as it was heard; older messages of it are still read, but not repeated to it. */
    private record Heard(long sequence, long stamp, long heardNanos) {}

    /**
     * What all nodes together may let through.
     *
     * @param adoptedBitsPerSecond of it, what an earlier process of this node left in force as its own
     */
    record Cap(long bitsPerSecond, long adoptedBitsPerSecond) {}

    /**
     * Nothing is known yet.
     *
     * @param me number of the node
     * @param startMillis wall clock: messages count on from there, so that those of an earlier process are older
     * @param salt any number that no other process has: it tells echoes of an earlier process, or of before the machine
     *     was started, from those that belong to this one
     */
    Leases(int me, long startMillis, long salt) {
        this.me = me;
        this.sequence = startMillis << 20;
        this.salt = salt;
    }

    void share(Share changed, long nowNanos) {
        share = changed;
        standing.change(changed, nowNanos);
    }

    /** From now on exactly these caps, by a number that they have among all nodes. */
    void caps(Map<Long, Cap> wanted) {
        caps = Map.copyOf(wanted);
    }

    /** By cap: what may be used now. */
    Map<Long, Lease> leases(long nowNanos) {
        Map<Long, Lease> result = new HashMap<>();
        caps.forEach(
                (number, cap) -> result.put(number, lease(number, cap, nowNanos).lease()));
        return result;
    }

    private CapLease lease(long number, Cap cap, long nowNanos) {
        CapLease lease = leases.computeIfAbsent(number, key -> new CapLease());
        lease.set(
                cap.bitsPerSecond(), standing.of(cap.bitsPerSecond(), cap.adoptedBitsPerSecond(), nowNanos), nowNanos);
        return lease;
    }

    /** @throws IllegalArgumentException if it is no message of this release */
    void receive(int sender, ByteBuffer datagram, long nowNanos) {
        LeaseMessage message = LeaseMessage.decode(datagram);
        Heard before = heard.get(sender);
        if (before == null || before.sequence() < message.sequence()) {
            heard.put(sender, new Heard(message.sequence(), message.stamp(), nowNanos));
        }
        long loanEndsNanos = loanEndsNanos(message, nowNanos);
        for (LeaseMessage.Entry entry : message.entries()) {
            CapLease lease = leases.get(entry.cap());
            if (lease != null) {
                lease.hear(sender, message.sequence(), entry, me, loanEndsNanos, nowNanos);
            }
        }
    }

    /** Now if the message repeats no stamp of ours, or too old a one. */
    private long loanEndsNanos(LeaseMessage message, long nowNanos) {
        Long echo = message.echoes().get(me);
        long age = echo == null ? -1 : stamp(nowNanos) - echo;
        return age < 0 || age >= LeaseTimes.LOAN_NANOS ? nowNanos : nowNanos - age + LeaseTimes.LOAN_NANOS;
    }

    private long stamp(long nowNanos) {
        return nowNanos + salt;
    }

    /** Looks at what is in demand, lends and gives back; returns what all peers are to be told. */
    List<byte[]> round(LongFunction<Demand> demands, long nowNanos) {
        sequence++;
        heard.values().removeIf(peer -> nowNanos - peer.heardNanos() > LeaseTimes.LOAN_NANOS);
        List<LeaseMessage.Entry> entries = new ArrayList<>();
        caps.forEach((number, cap) -> {
            CapLease lease = lease(number, cap, nowNanos);
            lease.observe(demands.apply(number), nowNanos);
            long peerShare = cap.bitsPerSecond() / Math.max(1, share.members());
            Map<Integer, Long> loans = lease.lend(peerShare, sequence, nowNanos);
            if (lease.isOfInterest(peerShare)) {
                entries.add(new LeaseMessage.Entry(number, lease.wanted(), loans, lease.taken()));
            }
        });
        forgetLiftedCaps(nowNanos);
        return share.members() > 1 ? messages(entries, nowNanos) : List.of();
    }

    /** A cap that comes back at once finds its loans. */
    private void forgetLiftedCaps(long nowNanos) {
        leases.entrySet().removeIf(entry -> {
            if (caps.containsKey(entry.getKey())) {
                return false;
            }
            entry.getValue().set(0, 0, nowNanos);
            return entry.getValue().isUnused();
        });
    }

    private List<byte[]> messages(List<LeaseMessage.Entry> entries, long nowNanos) {
        Map<Integer, Long> echoes = new HashMap<>();
        heard.forEach((peer, newest) -> {
            if (echoes.size() < LeaseMessage.MOST_PEERS) {
                echoes.put(peer, newest.stamp());
            }
        });
        List<byte[]> messages = new ArrayList<>();
        for (int from = 0; from < entries.size(); ) {
            int to = from + LeaseMessage.fitting(entries, from, echoes.size());
            messages.add(new LeaseMessage(sequence, stamp(nowNanos), echoes, entries.subList(from, to)).encode());
            from = to;
        }
        return messages;
    }
}
