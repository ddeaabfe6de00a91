package io.turnpike.bench;

import org.jspecify.annotations.Nullable;

/**
 * One line of a bench's result.
 *
 * @param value ours; null if it could not be measured, then {@code reason} says why
 * @param baseline the peer, if there is one
 * @param ratio ours to the peer's, so that larger is better
 * @param min of the ratio over the runs; of the value where there is no peer
 */
record Figure(
        String bench,
        String metric,
        @Nullable Double value,
        String unit,
        @Nullable String baseline,
        @Nullable Double ratio,
        int runs,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable String reason) {}
