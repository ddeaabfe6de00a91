package io.turnpike.metering.rules;

import io.turnpike.flow.Counter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Division by largest remainder, so that the parts add up to the whole. */
final class Proportion {
    private Proportion() {}

    /**
     * The counter in parts, one behind the other.
     *
     * @param weights not negative, and not all 0
     */
    static List<Counter> divide(Counter counter, long... weights) {
        long[] parts = parts(counter.delta(), weights);
        List<Counter> counters = new ArrayList<>(parts.length);
        long from = counter.from();
        for (long part : parts) {
            counters.add(new Counter(from, from + part));
            from += part;
        }
        return counters;
    }

    private static long[] parts(long amount, long[] weights) {
        BigInteger total = BigInteger.valueOf(LongStream.of(weights).sum());
        long[] parts = new long[weights.length];
        BigInteger[] remainders = new BigInteger[weights.length];
        long rest = amount;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] share = BigInteger.valueOf(amount)
                    .multiply(BigInteger.valueOf(weights[i]))
                    .divideAndRemainder(total);
            parts[i] = share[0].longValueExact();
            remainders[i] = share[1];
            rest -= parts[i];
        }
        // The sort is stable, so of equal remainders the earlier one is served.
        IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
                .limit(rest)
                .forEach(i -> parts[i]++);
        return parts;
    }
}
