package io.turnpike.node.lease;

import io.turnpike.node.maps.DemandMeter.Demand;

/** How much one node wants of a cap, from what came to the limiter in the last second. */
final class Appetite {
    private static final int ROUNDS = 10;

    private final double[] askedBitsPerSecond = new double[ROUNDS];
    private final boolean[] refused = new boolean[ROUNDS];
    private int next;
    private Demand before = Demand.NONE;
    private long beforeNanos;
    private boolean known;

    /** What the limiter has seen until now. */
    void observe(Demand now, long nowNanos) {
        if (known && now.askedBits() >= before.askedBits() && nowNanos > beforeNanos) {
            askedBitsPerSecond[next] = (now.askedBits() - before.askedBits()) * 1e9 / (nowNanos - beforeNanos);
            refused[next] = now.refusedBits() > before.refusedBits();
            next = (next + 1) % ROUNDS;
        }
        known = true;
        before = now;
        beforeNanos = nowNanos;
    }

    /**
     * In bits per second. Who is refused, or uses nearly all that it has, would use more, and nobody knows how much: TCP
     * hardly asks for more than it gets. Everyone else keeps a quarter more than its highest tenth of a second.
     */
    long wanted(long held, long cap) {
        double peak = 0;
        boolean hungry = false;
        for (int i = 0; i < ROUNDS; i++) {
            peak = Math.max(peak, askedBitsPerSecond[i]);
            hungry |= refused[i];
        }
        boolean wouldUseMore = hungry || (peak > 0 && peak >= 0.9 * held);
        return (long) Math.min((double) cap, peak * (wouldUseMore ? 3 : 1.25));
    }
}
