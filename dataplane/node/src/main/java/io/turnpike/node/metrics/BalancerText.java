package io.turnpike.node.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** The figures of listeners and load balancers in the text format of Prometheus. */
final class BalancerText {
    private final History history;
    private final Map<Subject, OpenConnections> open = new TreeMap<>();
    private final Map<Subject, Integer> peaks = new TreeMap<>();

    BalancerText(History history) {
        this.history = history;
    }

    /**
     * Adds a listener to the text, and to the sums of its load balancer; or a load balancer.
     *
     * @param peak the most connections at once since the last sample
     */
    void add(Subject subject, OpenConnections connections, int peak) {
        open.merge(subject, connections, OpenConnections::plus);
        peaks.put(subject, Math.max(peak, history.peak(subject)));
        if (!subject.isBalancer()) {
            open.merge(Subject.ofBalancer(subject.resource()), connections, OpenConnections::plus);
        }
    }

    @Override
    public String toString() {
        PrometheusText text = new PrometheusText();
        for (Figure figure : Figure.values()) {
            rate(text, figure, false);
            rate(text, figure, true);
            counter(text, figure, false);
            counter(text, figure, true);
        }
        gauge(
                text,
                "ActiveConnection",
                "Established TCP sessions.",
                subject -> of(subject).active());
        gauge(
                text,
                "InactiveConnection",
                "UDP sessions, and TCP sessions that are not established.",
                subject -> of(subject).inactive());
        gauge(
                text,
                "MaxConnection",
                "The most sessions that were open at once, of the last minute.",
                subject -> peaks.getOrDefault(subject, 0));
        return text.toString();
    }

    private void rate(PrometheusText text, Figure figure, boolean balancers) {
        text.gauge(balancers ? figure.balancerName() : figure.listenerName(), figure.rateHelp());
        subjects(balancers)
                .forEach(subject ->
                        text.sample(subject.labels(), figure.unitsEach() * history.perSecond(subject, figure)));
    }

    private void counter(PrometheusText text, Figure figure, boolean balancers) {
        text.counter(figure.counterName(balancers), figure.counterHelp());
        subjects(balancers)
                .forEach(subject ->
                        text.sample(subject.labels(), history.latest(subject).of(figure)));
    }

    private void gauge(PrometheusText text, String name, String help, ToIntFunction<Subject> value) {
        for (boolean balancers : new boolean[] {false, true}) {
            text.gauge(balancers ? "Instance" + name : name, help);
            subjects(balancers).forEach(subject -> text.sample(subject.labels(), value.applyAsInt(subject)));
        }
    }

    private OpenConnections of(Subject subject) {
        return open.getOrDefault(subject, OpenConnections.NONE);
    }

    private List<Subject> subjects(boolean balancers) {
        return open.keySet().stream()
                .filter(subject -> subject.isBalancer() == balancers)
                .toList();
    }
}
