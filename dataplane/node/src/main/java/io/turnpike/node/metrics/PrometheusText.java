package io.turnpike.node.metrics;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the text format of Prometheus, version 0.0.4: the samples of a family follow its head. */
public final class PrometheusText {
    /** Of the HTTP answer. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private String family = "";

    /** The name is one of ours and needs no care, the value may hold anything. */
    public record Label(String name, String value) {
        private String text() {
            return name + "=\"" + escape(value).replace("\"", "\\\"") + "\"";
        }
    }

    /** Begins a family of what goes up and down. */
    public PrometheusText gauge(String name, String help) {
        return family(name, "gauge", help);
    }

    /** Begins a family of what only grows; its name ends with {@code _total}. */
    public PrometheusText counter(String name, String help) {
        return family(name, "counter", help);
    }

    private PrometheusText family(String name, String type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    public PrometheusText sample(List<Label> labels, long value) {
        return sample(labels, Long.toString(value));
    }

    public PrometheusText sample(List<Label> labels, double value) {
        return sample(
                labels,
                value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString((long) value)
                        : Double.toString(value));
    }

    private PrometheusText sample(List<Label> labels, String value) {
        text.append(family);
        if (!labels.isEmpty()) {
            text.append(labels.stream().map(Label::text).collect(Collectors.joining(",", "{", "}")));
        }
        text.append(' ').append(value).append('\n');
        return this;
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
