package io.turnpike.node.lease;

import io.turnpike.node.maps.DemandMeter.Demand;
import io.turnpike.node.maps.LimitRate;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A node with a clock of its own and a token bucket that lives on when its process is gone. */
final class SimulatedNode {
    static final long CAP = 1_000_000_000;
    private static final long NUMBER = 7;

    final int number;
    private final Random random;
    private final long clockOffset;
    private final double clockRate;
    private @Nullable Leases process;
    private Share share = Share.NONE;
    private Lease inForce = new Lease(1, 1, Long.MAX_VALUE);
    private double tokens;
    private double asked;
    private double refused;
    private double greed;
    private double bitsPerSecond;
    private long nextRoundNanos;

    SimulatedNode(int number, Random random) {
        this.number = number;
        this.random = random;
        this.clockOffset = random.nextLong() >> 8;
        this.clockRate = 1 + (random.nextDouble() - 0.5) * 0.01;
    }

    private long local(long nanos) {
        return clockOffset + (long) (nanos * clockRate);
    }

    /** What an earlier process left in force stays so, as pinned maps do. */
    void start(long nanos) {
        process = new Leases(number, nanos / 1_000_000, random.nextLong());
        process.caps(Map.of(NUMBER, new Leases.Cap(CAP, inForce.safeBitsPerSecond())));
        process.share(share, local(nanos));
        nextRoundNanos = nanos;
    }

    void stop() {
        process = null;
    }

    /** Takes the maps along. */
    void loseHost() {
        stop();
        inForce = new Lease(1, 0, Long.MAX_VALUE);
        tokens = 0;
    }

    boolean isRunning() {
        return process != null;
    }

    void members(Share changed, long nanos) {
        share = changed;
        if (process != null) {
            process.share(changed, local(nanos));
            inForce = process.leases(local(nanos)).getOrDefault(NUMBER, inForce);
        }
    }

    void stall(long nanos) {
        nextRoundNanos = nanos;
    }

    /** Offers a constant rate, of which nothing is sent again. */
    void offer(double rate) {
        greed = 0;
        bitsPerSecond = rate;
    }

    /** Offers somewhat more than it may, like TCP. */
    void offerLikeTcp() {
        greed = 1.05;
        bitsPerSecond = 0;
    }

    List<byte[]> roundIfDue(long nanos) {
        if (process == null || nanos < nextRoundNanos) {
            return List.of();
        }
        nextRoundNanos = nanos + LeaseTimes.ROUND_NANOS;
        long now = local(nanos);
        List<byte[]> messages = process.round(cap -> new Demand((long) asked, (long) refused, 0), now);
        inForce = process.leases(now).getOrDefault(NUMBER, inForce);
        return messages;
    }

    void receive(int sender, ByteBuffer message, long nanos) {
        if (process != null) {
            process.receive(sender, message, local(nanos));
        }
    }

    long enforced(long nanos) {
        return local(nanos) < inForce.untilNanos() ? inForce.bitsPerSecond() : inForce.safeBitsPerSecond();
    }

    /** Runs the bucket over a step; returns the bits that passed. */
    double pass(long nanos, double seconds) {
        long rate = enforced(nanos);
        double burst = LimitRate.ofAtMost(Math.max(1, rate)).burstBits();
        tokens = Math.min(burst, tokens + rate * seconds);
        double offered = (bitsPerSecond + greed * rate) * seconds;
        double passed = Math.min(offered, tokens);
        tokens -= passed;
        asked += offered;
        refused += offered - passed;
        return passed;
    }
}
