package io.turnpike.node.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Splits an amount so that nobody gets more than it wants, and who gets less than that gets no less than any other. */
final class FairSplit {
    private FairSplit() {}

    static Map<Integer, Long> of(long amount, Map<Integer, Long> wanted) {
        List<Map.Entry<Integer, Long>> smallestFirst = new ArrayList<>(wanted.entrySet());
        smallestFirst.sort(
                Map.Entry.<Integer, Long>comparingByValue().thenComparing(Comparator.comparing(Map.Entry::getKey)));
        Map<Integer, Long> parts = new HashMap<>();
        long left = Math.max(0, amount);
        int takers = smallestFirst.size();
        for (Map.Entry<Integer, Long> taker : smallestFirst) {
            long part = Math.min(taker.getValue(), left / takers--);
            parts.put(taker.getKey(), part);
            left -= part;
        }
        return parts;
    }
}
