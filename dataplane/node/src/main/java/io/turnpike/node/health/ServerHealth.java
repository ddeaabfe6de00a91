package io.turnpike.node.health;

import io.turnpike.flow.HealthCheck;

/**
 * What is known of one target.
 *
 * @param up a server is up until enough probes have failed: taking a server out is what needs proof
 * @param run probes in a row, the last ones, that speak against {@code up}
 * @param changedMillis when it came up or went down; {@link #ALWAYS} if it has been up for as long as it is known
 */
record ServerHealth(boolean up, int run, long changedMillis) {
    static final long ALWAYS = Long.MIN_VALUE;

    /** Of a server that no probe has reached yet. */
    static final ServerHealth UNTESTED = new ServerHealth(true, 0, ALWAYS);

    /** After one more probe. */
    ServerHealth after(boolean good, HealthCheck thresholds, long nowMillis) {
        if (good == up) {
            return new ServerHealth(up, 0, changedMillis);
        }
        int threshold = up ? thresholds.unhealthyThreshold() : thresholds.healthyThreshold();
        return run + 1 < threshold ? new ServerHealth(up, run + 1, changedMillis) : new ServerHealth(!up, 0, nowMillis);
    }
}
