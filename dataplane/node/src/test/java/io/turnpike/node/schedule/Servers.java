package io.turnpike.node.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Candidates for tests, and what a row gives to each of them. */
final class Servers {
    private static final int FULL = 1000;

    private Servers() {}

    /** Servers from 1 on with these weights; those of the weight 0 are left out. */
    static List<Candidate> of(List<Integer> weights, long seed) {
        Random identities = new Random(seed);
        long[] drawn = identities.longs(weights.size()).toArray();
        return IntStream.range(0, weights.size())
                .filter(i -> weights.get(i) > 0)
                .mapToObj(i -> new Candidate(i + 1, drawn[i], weights.get(i) * FULL))
                .toList();
    }

    /** How often each server stands in the row. */
    static Map<Integer, Long> counts(int[] row) {
        return Arrays.stream(row).boxed().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    static long sum(List<Candidate> candidates) {
        return candidates.stream().mapToLong(Candidate::weight).sum();
    }
}
