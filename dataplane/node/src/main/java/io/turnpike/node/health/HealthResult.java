package io.turnpike.node.health;

/**
 * What one node tells the others of a target after a probe.
 *
 * @param targetKey {@link ProbeTarget#key}
 * @param ageMillis since the server came up or went down, so that clocks need not agree; {@link #ALWAYS} if it has been
 *     up for as long as it is known
 * @param stamp the newest result of a target has the highest; see {@link HealthTable}
 * @param node number of the node that probed
 */
record HealthResult(long targetKey, boolean up, int run, long ageMillis, long stamp, int node) {
    static final long ALWAYS = -1;

    boolean isNewerThan(long otherStamp, int otherNode) {
        return stamp != otherStamp ? stamp > otherStamp : node > otherNode;
    }
}
