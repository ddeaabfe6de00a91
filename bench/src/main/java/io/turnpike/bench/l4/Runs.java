package io.turnpike.bench.l4;

import io.turnpike.bench.Figure;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** What the runs of one call gave, in their order. */
record Runs(List<Double> values) {
    static final String BENCH = "l4";

    Runs {
        values = List.copyOf(values);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Run by run with those of the other that were made beside them. */
    Runs with(Runs other, DoubleBinaryOperator operator) {
        return new Runs(IntStream.range(0, values.size())
                .mapToObj(i -> operator.applyAsDouble(values.get(i), other.values.get(i)))
                .toList());
    }

    Runs less(Runs other) {
        return with(other, (ours, theirs) -> ours - theirs);
    }

    /** As a figure without a peer. */
    Figure figure(String metric, String unit) {
        return new Figure(BENCH, metric, median(), unit, null, null, values.size(), least(), most(), null);
    }

    /** As a rate beside that of a peer: ours to theirs. */
    Figure rateBeside(Runs peer, String metric, String unit, String baseline) {
        return beside(with(peer, (ours, theirs) -> ours / theirs), metric, unit, baseline);
    }

    /** As a cost beside that of a peer: theirs to ours. */
    Figure costBeside(Runs peer, String metric, String unit, String baseline) {
        return beside(with(peer, (ours, theirs) -> theirs / ours), metric, unit, baseline);
    }

    private Figure beside(Runs ratios, String metric, String unit, String baseline) {
        return new Figure(
                BENCH,
                metric,
                median(),
                unit,
                baseline,
                ratios.median(),
                values.size(),
                ratios.least(),
                ratios.most(),
                null);
    }

    private double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
