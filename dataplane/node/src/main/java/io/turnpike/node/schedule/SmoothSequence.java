package io.turnpike.node.schedule;

import java.util.Arrays;
import java.util.List;

/**
 * One round of weighted round robin in which each server stands exactly as often as its weight says, spread as evenly as
 * it goes: at each step all gain their weight, and the one that is furthest ahead is chosen and falls back by the sum.
 */
final class SmoothSequence {
    /** What 200 servers of any weight from 1 to 100 need. */
    static final int LONGEST = 20_000;

    private static final int COARSE_WEIGHT = 100;

    private SmoothSequence() {}

    static int[] of(List<Candidate> candidates) {
        int[] weights = weights(candidates);
        int sum = Arrays.stream(weights).sum();
        int[] ahead = new int[weights.length];
        int[] row = new int[sum];
        for (int step = 0; step < sum; step++) {
            int chosen = next(ahead, weights);
            ahead[chosen] -= sum;
            row[step] = candidates.get(chosen).server();
        }
        return row;
    }

    private static int next(int[] ahead, int[] weights) {
        int most = 0;
        for (int i = 0; i < weights.length; i++) {
            ahead[i] += weights[i];
            if (ahead[i] > ahead[most]) {
                most = i;
            }
        }
        return most;
    }

    /** In lowest terms; rounded to hundredths of the largest one if the round would be too long even so. */
    static int[] weights(List<Candidate> candidates) {
        int[] exact =
                lowestTerms(candidates.stream().mapToInt(Candidate::weight).toArray());
        if (Arrays.stream(exact).asLongStream().sum() <= LONGEST) {
            return exact;
        }
        double largest = Arrays.stream(exact).max().orElseThrow();
        return lowestTerms(Arrays.stream(exact)
                .map(weight -> (int) Math.max(1, Math.round(weight * COARSE_WEIGHT / largest)))
                .toArray());
    }

    private static int[] lowestTerms(int[] weights) {
        int divisor = Arrays.stream(weights).reduce(0, SmoothSequence::greatestCommonDivisor);
        return Arrays.stream(weights).map(weight -> weight / divisor).toArray();
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
