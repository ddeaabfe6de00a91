package io.turnpike.node.metrics;

import static java.util.Objects.requireNonNull;

import io.turnpike.node.metrics.PrometheusText.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text format of Prometheus (version 0.0.4), and accepts less than Prometheus does: a family is one block of
 * head and samples, and no sample comes twice.
 */
public final class Exposition {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") ((?:[^\\\\\n]|\\\\[\\\\n])*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(" + LABEL + "(?:," + LABEL + ")*)\\})? ([-+0-9.eE]+)");
    private static final Pattern ONE_LABEL = Pattern.compile("\\G,?" + LABEL);
    private static final int VALUE = 7;

    private final Map<Key, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new HashSet<>();
    private @Nullable String family;

    private record Key(String name, List<Label> labels) {}

    private Exposition() {}

    /** Throws if it is not what Prometheus would take. */
    public static Exposition of(String text) {
        Exposition exposition = new Exposition();
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line does not end");
        }
        text.lines().forEach(exposition::read);
        return exposition;
    }

    private void read(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            require(helped.add(help.group(1)) && !types.containsKey(help.group(1)), line);
        } else if (type.matches()) {
            family = type.group(1);
            require(types.put(type.group(1), type.group(2)) == null, line);
            require(type.group(2).equals("counter") == type.group(1).endsWith("_total"), line);
        } else {
            require(sample.matches() && sample.group(1).equals(family), line);
            Key key = new Key(sample.group(1), labels(sample.group(2)));
            require(samples.put(key, Double.valueOf(sample.group(VALUE))) == null, line);
        }
    }

    private static List<Label> labels(@Nullable String text) {
        List<Label> labels = new ArrayList<>();
        if (text != null) {
            Matcher each = ONE_LABEL.matcher(text);
            while (each.find()) {
                labels.add(new Label(each.group(1), unescape(each.group(2))));
            }
        }
        return labels;
    }

    private static String unescape(String value) {
        return Pattern.compile("\\\\(.)").matcher(value).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "\\" -> "\\\\";
            default -> escape.group(1);
        });
    }

    private static void require(boolean right, String line) {
        if (!right) {
            throw new IllegalArgumentException("not in its place: " + line);
        }
    }

    public Set<String> families() {
        return types.keySet();
    }

    public boolean hasHelp(String name) {
        return helped.contains(name);
    }

    /** Of the listener, with port such as {@code 80} or {@code 90-99}. */
    public double listener(String name, String resource, String protocol, String port) {
        return value(
                name,
                List.of(new Label("resource", resource), new Label("protocol", protocol), new Label("port", port)));
    }

    /** Of the load balancer. */
    public double balancer(String name, String resource) {
        return value(name, List.of(new Label("resource", resource)));
    }

    public double value(String name, List<Label> labels) {
        return requireNonNull(samples.get(new Key(name, labels)), () -> name + labels + " is not in " + samples);
    }

    /** How many samples a family has. */
    public long count(String name) {
        return samples.keySet().stream().filter(key -> key.name().equals(name)).count();
    }
}
