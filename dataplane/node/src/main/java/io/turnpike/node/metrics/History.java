package io.turnpike.node.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was counted up to some moments of the last minute, the period of CloudMonitor. */
final class History {
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * One moment.
     *
     * @param amounts cumulative
     * @param peaks most connections at once since the sample before
     */
    record Sample(long nanos, Map<Subject, Amounts> amounts, Map<Subject, Integer> peaks) {
        Sample {
            amounts = Map.copyOf(amounts);
            peaks = Map.copyOf(peaks);
        }
    }

    /** Keeps as few as reach back by the window. */
    void add(Sample sample) {
        samples.addLast(sample);
        while (samples.size() > 2 && sample.nanos() - second().nanos() >= WINDOW.toNanos()) {
            samples.removeFirst();
        }
    }

    private Sample second() {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }

    /** What was counted of a subject up to the last moment. */
    Amounts latest(Subject subject) {
        Sample last = samples.peekLast();
        return last == null ? Amounts.NONE : last.amounts().getOrDefault(subject, Amounts.NONE);
    }

    /** Each second since the window's begin, or since the subject is known; 0 if there is but one moment. */
    double perSecond(Subject subject, Figure figure) {
        @Nullable Sample first = firstOf(subject);
        @Nullable Sample last = samples.peekLast();
        if (first == null || last == null || first.nanos() == last.nanos()) {
            return 0;
        }
        long more = latest(subject).of(figure)
                - first.amounts().getOrDefault(subject, Amounts.NONE).of(figure);
        // One that was taken away and came back has begun anew.
        return Math.max(0, more) * NANOS_PER_SECOND / (last.nanos() - first.nanos());
    }

    private @Nullable Sample firstOf(Subject subject) {
        return samples.stream()
                .filter(sample -> sample.amounts().containsKey(subject))
                .findFirst()
                .orElse(null);
    }

    /** The most connections at once since the window's begin. */
    int peak(Subject subject) {
        return samples.stream()
                .skip(1)
                .mapToInt(sample -> sample.peaks().getOrDefault(subject, 0))
                .max()
                .orElse(0);
    }
}
