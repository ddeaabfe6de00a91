package io.turnpike.node.queue;

import io.turnpike.node.maps.DemandMeter.Demand;
import java.util.Arrays;

/**
 * How small the packets of a limit are on average, at the worst of the last ten rounds in which there were enough to fill
 * a queue.
 */
final class PacketSizes {
    /** Of an empty TCP segment, as long as nothing is known. */
    static final int LEAST_OCTETS = 40;

    private static final int ROUNDS = 10;

    private final int[] octets = new int[ROUNDS];
    private int next;
    private Demand before = Demand.NONE;

    PacketSizes() {
        Arrays.fill(octets, LEAST_OCTETS);
    }

    /** @param leastBits fewer of them do not matter */
    void observe(Demand now, long leastBits) {
        long packets = now.passedPackets() - before.passedPackets();
        long bits = now.askedBits() - now.refusedBits() - (before.askedBits() - before.refusedBits());
        if (packets > 0 && bits >= leastBits) {
            octets[next] = (int) Math.max(LEAST_OCTETS, bits / 8 / packets);
            next = (next + 1) % ROUNDS;
        }
        before = now;
    }

    int averageOctets() {
        return Arrays.stream(octets).min().orElse(LEAST_OCTETS);
    }
}
