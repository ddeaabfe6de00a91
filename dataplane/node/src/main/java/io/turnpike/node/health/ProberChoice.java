package io.turnpike.node.health;

import java.util.Set;

/**
 * Which node probes a target: of the living nodes the one with the highest hash of node and target. Every node finds the
 * same without asking; when a node goes, only its targets move, and when it returns they move back.
 */
final class ProberChoice {
    private ProberChoice() {}

    /** The number of the node; {@code living} is not empty. */
    static int proberOf(long targetKey, Set<Integer> living) {
        return living.stream()
                .max((a, b) -> {
                    int byWeight = Long.compareUnsigned(weight(targetKey, a), weight(targetKey, b));
                    return byWeight != 0 ? byWeight : Integer.compare(a, b);
                })
                .orElseThrow();
    }

    /** A finaliser whose every output bit depends on every input bit; neighbouring node numbers must not agree. */
    private static long weight(long targetKey, int node) {
        long mixed = targetKey ^ (node * 0x9e3779b97f4a7c15L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
