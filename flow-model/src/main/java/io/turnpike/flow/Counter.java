package io.turnpike.flow;

/**
 * A cumulative counter over one interval.
 *
 * @param from the value that was reported last, in the counter's unit
 * @param to the value now; never below {@code from}
 */
public record Counter(long from, long to) {
    public static final Counter ZERO = new Counter(0, 0);

    public Counter {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a counter runs upwards from 0, not " + from + ".." + to);
        }
    }

    public long delta() {
        return to - from;
    }
}
