package io.turnpike.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * One line of a bench's result.
 *
 * @param value ours; null if it could not be measured, then {@code reason} says why
 * @param baseline the peer, if there is one
 * @param ratio ours to the peer's, so that larger is better
 * @param min of the ratio over the runs; of the value where there is no peer
 * @param goal what we want it to be, for who reads the table
 */
public record Figure(
        String bench,
        String metric,
        @Nullable Double value,
        String unit,
        @Nullable String baseline,
        @Nullable Double ratio,
        int runs,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable String reason,
        @JsonIgnore @Nullable String goal) {
    public Figure(
            String bench,
            String metric,
            @Nullable Double value,
            String unit,
            @Nullable String baseline,
            @Nullable Double ratio,
            int runs,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable String reason) {
        this(bench, metric, value, unit, baseline, ratio, runs, min, max, reason, null);
    }

    /** One that could not be measured. */
    public static Figure missing(String bench, String metric, String reason) {
        return new Figure(bench, metric, null, "", null, null, 0, null, null, reason);
    }

    public Figure withGoal(@Nullable String other) {
        return new Figure(bench, metric, value, unit, baseline, ratio, runs, min, max, reason, other);
    }
}
