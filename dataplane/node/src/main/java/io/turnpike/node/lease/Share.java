package io.turnpike.node.lease;

import java.util.Collection;
import java.util.List;

/**
 * A node's own part of every cap: the shares of all members are the cap, to the bit.
 *
 * @param rank place of the node among the members
 * @param members nodes that the registry has; 0 for a node that is not among them
 */
record Share(int rank, int members) {
    /** Of a node that knows no registry, or is not in it. */
    static final Share NONE = new Share(0, 0);

    /** The whole cap. */
    static final Share ALL = new Share(0, 1);

    static Share of(String node, Collection<String> members) {
        List<String> sorted = members.stream().sorted().distinct().toList();
        int rank = sorted.indexOf(node);
        return rank < 0 ? NONE : new Share(rank, sorted.size());
    }

    long of(long cap) {
        return members == 0 ? 0 : cap / members + (rank < cap % members ? 1 : 0);
    }
}
