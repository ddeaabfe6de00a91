package io.turnpike.metering.job;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The job's own metrics as Prometheus text. Flink makes the reporter by name, out of our hands, so the one page of the
 * process is found statically.
 */
public final class MetricsPage implements MetricReporter {
    private static final MetricsPage PAGE = new MetricsPage();
    private static final String PREFIX = "turnpike_metering_";

    private final Map<Metric, String> names = new ConcurrentHashMap<>();

    /** Named in Flink's configuration. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return PAGE;
        }
    }

    static String text() {
        return PAGE.render();
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        if (group.getMetricIdentifier(name).contains(".turnpike.")) {
            names.put(metric, PREFIX + name);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        names.remove(metric);
    }

    private String render() {
        Map<String, Long> sums = new TreeMap<>();
        names.forEach((metric, name) -> sums.merge(name, value(metric), Long::sum));
        StringBuilder text = new StringBuilder();
        sums.forEach((name, value) -> text.append("# TYPE ")
                .append(name)
                .append(name.endsWith("_total") ? " counter\n" : " gauge\n")
                .append(name)
                .append(' ')
                .append(value)
                .append('\n'));
        return text.toString();
    }

    private static long value(Metric metric) {
        return switch (metric) {
            case Counter counter -> counter.getCount();
            case Gauge<?> gauge when gauge.getValue() instanceof Number number -> number.longValue();
            case Metric other -> 0;
        };
    }
}
