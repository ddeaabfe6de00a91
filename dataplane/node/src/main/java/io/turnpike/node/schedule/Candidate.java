package io.turnpike.node.schedule;

/**
 * A server that a listener may choose.
 *
 * @param server its index, which is what stands in a row
 * @param identity the same on every node and after every restart, so that hashes meet the same server everywhere
 * @param weight more than 0, in thousandths: 100,000 for a server of the weight 100 that takes all of it
 */
public record Candidate(int server, long identity, int weight) {
    public Candidate {
        if (weight < 1) {
            throw new IllegalArgumentException("weight " + weight + " of a server that takes no sessions");
        }
    }
}
