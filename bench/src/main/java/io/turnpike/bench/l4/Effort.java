package io.turnpike.bench.l4;

/**
 * How much is measured.
 *
 * @param runs of each contender, in turn with the others
 * @param packetSeconds of one run of packets, sent one by one
 * @param streamSeconds of one run of a TCP stream or of connections
 * @param sessions slots of a session table, a power of two
 * @param largestFlows of the costliest test run
 * @param testRuns of a program in one test run, at least
 */
record Effort(int runs, double packetSeconds, int streamSeconds, int sessions, int largestFlows, int testRuns) {
    static final Effort FULL = new Effort(7, 0.5, 2, 1 << 18, 100_000, 2_000_000);
}
